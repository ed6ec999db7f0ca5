import Localization
import Markup
import PetitionStore
import Petitions

/// What the page of a step is made of.
struct Draft {
  let desk: DeskVisit
  /// The token of the draft's link; nil before anything was saved.
  let token: String?
  /// The petition that it begins with, before anything was saved.
  let template: Slug?
  let state: Proposal.State
  var content: ProposalContent
  let limits: ProposalLimits
  /// What a moderator wrote who gave it back.
  var verdict = ""
  var refusals: [ProposalRefusal] = []
  var similar: [Petition] = []
  var knownTargets: [KnownTarget] = []
  /// How many empty places for targets are asked for.
  var blankTargets = 0
  /// Whether it has just been saved for later.
  var isSaved = false

  var words: Words { desk.words }

  /// Where a step is sent to.
  func action(_ stage: ProposalStage) -> DeskRoute {
    .proposal(token.map { .stage(token: $0, stage) } ?? .start(from: template))
  }

  /// The messages about the step, each beside its field.
  var messages: [FieldMessage] {
    refusals.map { FieldMessage(field: $0.field.formName, text: words($0)) }
  }

  /// A field with its label and its guide.
  func field(
    _ field: ProposalField, _ label: String, guide: String? = nil, isOptional: Bool = false
  ) -> DraftField {
    DraftField(draft: self, field: field, label: label, guide: guide, isOptional: isOptional)
  }
}

extension Draft {
  init(_ desk: DeskVisit, _ token: String, _ proposal: Proposal, _ limits: ProposalLimits) {
    self.init(
      desk: desk, token: token, template: nil, state: proposal.state, content: proposal.content,
      limits: limits, verdict: proposal.state == .returned ? proposal.verdict : "")
  }

  /// The same page over other words, which are saved nowhere.
  func with(_ content: ProposalContent) -> Draft {
    var draft = self
    draft.content = content
    return draft
  }

  /// The petition that the content makes, whatever is missing.
  var petition: Petition { content.petition(in: words, at: desk.now) }
}

extension ProposalContent {
  /// A petition that nobody can sign, to be shown as it will look.
  func petition(in words: Words, at now: Int64) -> Petition {
    Petition(
      id: Petition.ID(rawValue: 0), uniqueID: [], slug: Slug(title: title, fallback: .preview),
      wording: wording, wordingVersion: 1,
      photo: photo.map { $0.photo(showing: photoDescription) },
      photoCredit: photoCredit, language: language.isEmpty ? words.language.code : language,
      state: .open, firstAudience: Audience(rawValue: audience) ?? .public, openedAt: now,
      closesAt: CalendarDay(closesOn)?.end, isDiscreet: isDiscreet, tally: Tally(),
      importedCount: 0,
      milestones: ProposalCheck.milestones(milestones) ?? [],
      category: Petitions.Category(rawValue: category))
  }
}

extension Slug {
  /// What stands for the address of a petition that has none yet.
  fileprivate static var preview: Slug {
    guard let slug = Slug("preview") else { preconditionFailure("seven letters are a slug") }
    return slug
  }
}

extension Proposal {
  /// The same proposal with other words, which are saved nowhere.
  func with(_ content: ProposalContent) -> Proposal {
    Proposal(
      id: id, state: state, content: content, verdict: verdict, owner: owner, petition: petition,
      submissions: submissions, createdAt: createdAt, changedAt: changedAt,
      submittedAt: submittedAt, expiresAt: expiresAt, language: language)
  }
}

/// A field of a step: label, limit, message, control, and beside it a guide that says what works.
struct DraftField {
  let draft: Draft
  let field: ProposalField
  let label: String
  let guide: String?
  let isOptional: Bool

  private var words: Words { draft.words }
  private var id: String { field.formName }
  private var value: String { draft.content[field] }
  private var limit: Int? { draft.limits.text(of: field)?.characters }

  /// One line to type into.
  func line(
    _ type: InputType = .text, autocomplete: Attribute<Tag.Input> = .autocomplete("off")
  ) -> HTML {
    html { attributes in
      input(
        .id(id), .type(type), .fieldName(id), .value(value), .when(type == .text, .dir(.auto)),
        autocomplete, attributes.invalid, attributes.described)
    }
  }

  /// Several lines to type into.
  func lines(_ rows: Int) -> HTML {
    html { attributes in
      textarea(
        .id(id), .fieldName(id), .rows(rows), .dir(.auto), attributes.invalid,
        attributes.described
      ) { value }
    }
  }

  /// A day to choose.
  var day: HTML {
    html { attributes in
      input(
        .id(id), .type(.date), .fieldName(id), .value(value), attributes.invalid,
        attributes.described)
    }
  }

  /// One of several.
  ///
  /// - Parameter none: what stands for nothing chosen yet; nil where the first is as good as chosen.
  func choice(_ choices: [(value: String, label: String)], none: String?) -> HTML {
    html { attributes in
      select(.id(id), .fieldName(id), attributes.invalid, attributes.described) {
        if let none { option(.value("")) { none } }
        for choice in choices {
          option(.value(choice.value), .when(choice.value == value, .selected)) { choice.label }
        }
      }
    }
  }

  func html<T>(_ control: (DeskField.Attributes<T>) -> HTML) -> HTML {
    div(.class("guided")) {
      DeskField(
        id, label: isOptional ? words("{field} (optional)", ["field": label]) : label,
        hint: limit.map { limit in
          words("Up to {limit} characters.", ["limit": words.number(limit)])
        }, messages: draft.messages
      ).html { attributes in
        .sequence([
          control(attributes),
          limit.map { limit in
            p(
              .class("counter"), .aria(.live, "polite"), .data("data-for", id),
              .data("data-limit", String(limit)),
              .data("data-left", words("{count} characters left")),
              .data("data-over", words("{count} characters too many")), .hidden)
          } ?? .empty,
        ])
      }
      if let guide { p(.class("guide")) { guide } }
    }
  }
}
