import EmailAddresses

/// Checks what was written of a petition, step by step or as a whole.
public struct ProposalCheck: Sendable {
  private let limits: ProposalLimits
  private let countries: Set<String>
  private let languages: Set<String>
  private let today: CalendarDay
  /// Whether the story can be shown.
  private let isReadable: @Sendable (String) -> Bool

  /// - Parameters:
  ///   - countries: the codes that exist.
  ///   - languages: the tags that can be chosen.
  ///   - now: UTC milliseconds.
  ///   - isReadable: whether Markdown can be shown.
  public init(
    limits: ProposalLimits, countries: Set<String>, languages: Set<String>, at now: Int64,
    isReadable: @escaping @Sendable (String) -> Bool
  ) {
    self.limits = limits
    self.countries = countries
    self.languages = languages
    today = CalendarDay(at: now)
    self.isReadable = isReadable
  }

  /// What is wrong on one step, in the order of its fields.
  public func refusals(_ stage: ProposalStage, of content: ProposalContent) -> [ProposalRefusal] {
    switch stage {
    case .ask: ask(content)
    case .story: story(content)
    case .letter: letter(content)
    case .details: details(content)
    case .about: about(content)
    case .review: missing(content)
    }
  }

  /// All that keeps a petition from being sent, in the order of the steps.
  public func missing(_ content: ProposalContent) -> [ProposalRefusal] {
    ProposalStage.allCases.filter { $0 != .review }.flatMap { refusals($0, of: content) }
  }

  /// The petition that the content makes.
  ///
  /// - Throws: the first reason why it cannot be sent.
  public func complete(_ content: ProposalContent) throws(ProposalRefusal) -> CompleteProposal {
    if let refusal = missing(content).first { throw refusal }
    guard let category = Category(rawValue: content.category) else {
      throw ProposalRefusal(.category, .missing)
    }
    guard let audience = Audience(rawValue: content.audience) else {
      throw ProposalRefusal(.audience, .missing)
    }
    return CompleteProposal(
      wording: content.wording, targets: content.targets, photo: content.photo,
      photoCredit: content.photoCredit, photoDescription: content.photoDescription,
      language: content.language, category: category, audience: audience,
      isDiscreet: content.isDiscreet, closesAt: CalendarDay(content.closesOn)?.end,
      milestones: Self.milestones(content.milestones) ?? [])
  }

  private func ask(_ content: ProposalContent) -> [ProposalRefusal] {
    var refusals = [
      required(.title, content, mayHaveLink: false), required(.goal, content, mayHaveLink: false),
    ]
    if content.targets.isEmpty {
      refusals.append(ProposalRefusal(.target(0, .name), .missing))
    }
    for (index, target) in content.targets.prefix(limits.targets).enumerated() {
      refusals += [
        required(.target(index, .name), content), limited(.target(index, .office), content),
        country(target.country, index), limited(.target(index, .address), content),
        email(target.email, index),
      ]
    }
    if content.targets.count > limits.targets {
      refusals.append(
        ProposalRefusal(.target(limits.targets, .name), .tooMany(limit: limits.targets)))
    }
    return refusals.compactMap(\.self)
  }

  private func story(_ content: ProposalContent) -> [ProposalRefusal] {
    var refusal = required(.story, content)
    if refusal == nil, !isReadable(content.story) {
      refusal = ProposalRefusal(.story, .storyUnreadable)
    }
    return [refusal, limited(.callToSign, content)].compactMap(\.self)
  }

  private func letter(_ content: ProposalContent) -> [ProposalRefusal] {
    [required(.salutation, content), required(.letter, content), limited(.closing, content)]
      .compactMap(\.self)
  }

  private func details(_ content: ProposalContent) -> [ProposalRefusal] {
    let hasPhoto = content.photo != nil
    return [
      hasPhoto ? required(.photoCredit, content) : limited(.photoCredit, content),
      hasPhoto ? required(.photoDescription, content) : limited(.photoDescription, content),
      chosen(.language, content, from: languages),
      chosen(.category, content, from: Set(Category.allCases.map(\.rawValue))),
      chosen(.audience, content, from: Set(Audience.allCases.map(\.rawValue))),
      content[.discretion].isEmpty
        ? nil : chosen(.discretion, content, from: Set(Discretion.allCases.map(\.rawValue))),
      day(content.closesOn),
      milestonesRefusal(content.milestones),
    ].compactMap(\.self)
  }

  private func about(_ content: ProposalContent) -> [ProposalRefusal] {
    var refusals: [ProposalRefusal] = []
    do throws(NameRefused) {
      _ = try PersonName(typed: content.name)
    } catch {
      refusals.append(ProposalRefusal(.name, .person(error.refusal)))
    }
    do throws(EmailAddressError) {
      _ = try EmailAddress(parsing: content.email)
    } catch {
      refusals.append(ProposalRefusal(.email, .person(Refusal(error))))
    }
    return refusals
  }

  private func required(
    _ field: ProposalField, _ content: ProposalContent, mayHaveLink: Bool = true
  ) -> ProposalRefusal? {
    if content[field].isEmpty { return ProposalRefusal(field, .missing) }
    if let refusal = limited(field, content) { return refusal }
    let hasLink = !mayHaveLink && TypedText.containsLink(content[field])
    return hasLink ? ProposalRefusal(field, .withLink) : nil
  }

  private func limited(_ field: ProposalField, _ content: ProposalContent) -> ProposalRefusal? {
    guard let limit = limits.text(of: field), limit.isExceeded(by: content[field]) else {
      return nil
    }
    return ProposalRefusal(field, .tooLong(limit: limit.characters))
  }

  private func chosen(
    _ field: ProposalField, _ content: ProposalContent, from known: Set<String>
  ) -> ProposalRefusal? {
    if content[field].isEmpty { return ProposalRefusal(field, .missing) }
    return known.contains(content[field]) ? nil : ProposalRefusal(field, .unknown)
  }

  private func country(_ code: String, _ index: Int) -> ProposalRefusal? {
    code.isEmpty || countries.contains(code)
      ? nil : ProposalRefusal(.target(index, .country), .unknown)
  }

  private func email(_ text: String, _ index: Int) -> ProposalRefusal? {
    guard !text.isEmpty else { return nil }
    do throws(EmailAddressError) {
      _ = try EmailAddress(parsing: text)
      return nil
    } catch {
      return ProposalRefusal(.target(index, .email), .person(Refusal(error)))
    }
  }

  private func day(_ text: String) -> ProposalRefusal? {
    guard !text.isEmpty else { return nil }
    guard let day = CalendarDay(text) else { return ProposalRefusal(.closesOn, .dayMalformed) }
    if day < today.adding(limits.shortestDays) { return ProposalRefusal(.closesOn, .dayTooEarly) }
    return day > today.adding(limits.longestDays)
      ? ProposalRefusal(.closesOn, .dayTooLate(days: limits.longestDays)) : nil
  }

  private func milestonesRefusal(_ text: String) -> ProposalRefusal? {
    guard let milestones = Self.milestones(text) else {
      return ProposalRefusal(.milestones, .milestonesMalformed)
    }
    if milestones.count > limits.milestones {
      return ProposalRefusal(.milestones, .tooMany(limit: limits.milestones))
    }
    return milestones.last.map { $0 > limits.highestMilestone } == true
      ? ProposalRefusal(.milestones, .milestonesMalformed) : nil
  }

  /// Whole numbers from 1, each higher than the one before; nil for anything else.
  public static func milestones(_ text: String) -> [Int]? {
    var numbers: [Int] = []
    for word in text.split(whereSeparator: { " ,;".contains($0) }) {
      guard word.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(word),
        number > numbers.last ?? 0
      else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}
