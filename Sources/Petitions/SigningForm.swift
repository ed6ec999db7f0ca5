public import EmailAddresses

/// The form below a petition, as somebody filled it in.
public struct SigningForm: Sendable, Hashable {
  /// The fields that a message can stand beside.
  public enum Field: String, Sendable, Hashable, CaseIterable {
    case name, email, reason, country, audience
  }

  /// The most bytes of a reason, in UTF-8, and the most characters.
  public static let reasonByteLimit = 2_000
  /// The most characters of a reason, as people count them.
  public static let reasonLimit = 500

  /// The name as typed.
  public var name: String
  /// The email address as typed.
  public var email: String
  /// The reason as typed; may be empty.
  public var reason: String
  /// The country chosen, an ISO 3166-1 alpha-2 code; may be empty.
  public var country: String
  /// The audience chosen; empty stands for the one offered first.
  public var audience: String
  /// Whether the box for updates was ticked.
  public var wantsUpdates: Bool
  /// Whether the box for one reminder was ticked.
  public var wantsReminder: Bool

  /// A form as somebody filled it in; an empty one by default.
  public init(
    name: String = "", email: String = "", reason: String = "", country: String = "",
    audience: String = "", wantsUpdates: Bool = false, wantsReminder: Bool = false
  ) {
    self.name = name
    self.email = email
    self.reason = reason
    self.country = country
    self.audience = audience
    self.wantsUpdates = wantsUpdates
    self.wantsReminder = wantsReminder
  }

  /// What checking a form comes to.
  public enum Outcome: Sendable, Hashable {
    case accepted(Signer)
    /// In the order of the fields; never empty.
    case refused([Refusal])
  }

  /// Checks every field, so that a person hears of all mistakes at once.
  ///
  /// - Parameters:
  ///   - firstAudience: what stands for an audience left out.
  ///   - countries: the codes that exist.
  public func checked(firstAudience: Audience, countries: Set<String>) -> Outcome {
    var refusals: [Refusal] = []
    func note<Value>(_ check: () throws(Refused) -> Value) -> Value? {
      do throws(Refused) {
        return try check()
      } catch {
        refusals.append(error.refusal)
        return nil
      }
    }
    let name = note(checkedName)
    let email = note(checkedEmail)
    let reason = note(checkedReason)
    let country = note { () throws(Refused) in try checkedCountry(countries) }
    let audience = note { () throws(Refused) in try checkedAudience(firstAudience) }
    guard let name, let email, let reason, let country, let audience else {
      return .refused(refusals)
    }
    return .accepted(
      Signer(
        name: name, email: email, reason: reason, country: country.isEmpty ? nil : country,
        audience: audience, wantsUpdates: wantsUpdates, wantsReminder: wantsReminder))
  }

  private struct Refused: Error {
    let refusal: Refusal
  }

  private func checkedName() throws(Refused) -> PersonName {
    do throws(NameRefused) {
      return try PersonName(typed: name)
    } catch {
      throw Refused(refusal: error.refusal)
    }
  }

  private func checkedEmail() throws(Refused) -> EmailAddress {
    do throws(EmailAddressError) {
      return try EmailAddress(parsing: email)
    } catch {
      throw Refused(refusal: Refusal(error))
    }
  }

  private func checkedReason() throws(Refused) -> String {
    guard reason.utf8.count <= Self.reasonByteLimit * 2 else {
      throw Refused(refusal: .reasonTooLong)
    }
    let reason = TypedText.lines(reason)
    guard reason.utf8.count <= Self.reasonByteLimit, reason.count <= Self.reasonLimit else {
      throw Refused(refusal: .reasonTooLong)
    }
    guard !TypedText.containsLink(reason) else { throw Refused(refusal: .reasonWithLink) }
    return reason
  }

  private func checkedCountry(_ countries: Set<String>) throws(Refused) -> String {
    guard country.isEmpty || countries.contains(country) else {
      throw Refused(refusal: .countryUnknown)
    }
    return country
  }

  private func checkedAudience(_ first: Audience) throws(Refused) -> Audience {
    guard !audience.isEmpty else { return first }
    guard let audience = Audience(rawValue: audience) else {
      throw Refused(refusal: .audienceUnknown)
    }
    return audience
  }
}

extension Refusal {
  /// What a mistake in an address means to the person who made it.
  public init(_ error: EmailAddressError) {
    switch error {
    case .empty: self = .emailMissing
    case .missingAt: self = .emailWithoutAt
    case .severalAts: self = .emailWithSeveralAts
    case .tooLong: self = .emailTooLong
    default: self = .emailMalformed
    }
  }
}

/// A person whose form was accepted.
public struct Signer: Sendable, Hashable {
  /// The name.
  public let name: PersonName
  /// The address that the confirmation goes to.
  public let email: EmailAddress
  /// Why the person signs; may be empty.
  public let reason: String
  /// The country, an ISO 3166-1 alpha-2 code.
  public let country: String?
  /// Who may see the name.
  public let audience: Audience
  /// Whether news of the petition may be sent.
  public let wantsUpdates: Bool
  /// Whether one reminder may be sent while the signature is not confirmed.
  public let wantsReminder: Bool

  /// A person whose form was accepted.
  public init(
    name: PersonName, email: EmailAddress, reason: String, country: String?, audience: Audience,
    wantsUpdates: Bool, wantsReminder: Bool = false
  ) {
    self.name = name
    self.email = email
    self.reason = reason
    self.country = country
    self.audience = audience
    self.wantsUpdates = wantsUpdates
    self.wantsReminder = wantsReminder
  }
}
