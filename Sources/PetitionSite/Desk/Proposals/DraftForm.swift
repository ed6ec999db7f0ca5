public import HTTPServer
import Localization
import Markup
import Petitions

/// The form of one step, with the token of the session in it, fit to carry a photo.
struct DraftForm {
  let desk: DeskVisit
  let action: DeskRoute

  /// The most bytes of all that is typed on one step, as for every other form.
  private static let textLimit = 64 * 1_024

  /// The most bytes of a posted step with its photo; above the largest photo, so that whoever sends a
  /// larger one hears of it beside the field.
  static let bodyLimit = 16 * 1_024 * 1_024

  func html(@HTMLBuilder content: () -> HTML) -> HTML {
    DeskForm(desk: desk, action: action, carriesFile: true).html(content: content)
  }

  /// Whether the body of a request may be as large as ``bodyLimit``.
  static func carriesPhoto(_ path: String) -> Bool {
    path.hasPrefix("/drafts/") && path.hasSuffix("/" + ProposalStage.details.rawValue)
  }

  /// What somebody wants of a step.
  enum Wish {
    case goOn
    case later
    case addTarget
  }

  /// What came with a step, before anything of it is believed.
  struct Sent: Sendable {
    let wish: Wish
    /// How many targets the form had places for.
    let targetCount: Int
    /// The number of a target that is known.
    let knownTarget: Int64?
    /// The photo; nil where none was chosen.
    let photo: [UInt8]?
    let removesPhoto: Bool
    /// A field that people do not see was filled in.
    let isFromProgramInDisguise: Bool
    private let fields: [String: String]

    /// - Throws: ``PageFailure/refused(_:)``.
    init(_ desk: DeskVisit, form: Form) throws {
      guard form.fields.reduce(0, { $0 + $1.value.utf8.count }) <= DraftForm.textLimit else {
        throw PageFailure.refused(.payloadTooLarge)
      }
      fields = Dictionary(form.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
      wish =
        switch form["do"] {
        case "add-target": .addTarget
        case "later": .later
        default: .goOn
        }
      targetCount = form.fields.count { item in
        item.name.hasPrefix("target-") && item.name.hasSuffix("-name")
      }
      knownTarget = form["known-target"].flatMap { Int64($0) }
      removesPhoto = form["remove-photo"] == "yes"
      let file = form.file(ProposalField.photo.formName)
      photo = file.flatMap { $0.filename.isEmpty && $0.bytes.isEmpty ? nil : $0.bytes }
      isFromProgramInDisguise = !(form["website"] ?? "").isEmpty
    }

    /// The text of a field; nil where the form had none of it.
    subscript(field: ProposalField) -> String? { fields[field.formName] }
  }
}

extension Site {
  /// The most bytes of a request's body, where it is not the usual: photos come with a step of a draft.
  ///
  /// - Parameter path: as it came.
  public static func bodyLimit(_ method: HTTPServer.Method, _ path: String) -> Int? {
    method == .post && DraftForm.carriesPhoto(path) ? DraftForm.bodyLimit : nil
  }
}

extension ProposalContent {
  /// Takes what was sent with one step.
  mutating func take(_ stage: ProposalStage, from sent: DraftForm.Sent) {
    take(stage, targetCount: sent.targetCount) { sent[$0] }
  }
}
