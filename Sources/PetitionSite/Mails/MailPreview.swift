/// A mail among the previews, by the name of its file: `confirm-discreet.html`.
struct MailPreview {
  /// What of a mail is shown.
  enum Part: String, CaseIterable {
    case text = "txt"
    case html
    /// All of it, as it goes to the relay.
    case source = "eml"
  }

  let sample: MailSample
  let isDiscreet: Bool
  let part: Part

  init(_ sample: MailSample, isDiscreet: Bool, part: Part) {
    self.sample = sample
    self.isDiscreet = isDiscreet
    self.part = part
  }

  /// - Returns: nil for a name that no preview has.
  init?(file: String) {
    let parts = file.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let part = Part(rawValue: String(parts[1])) else { return nil }
    let isDiscreet = parts[0].hasSuffix(Self.discreetSuffix)
    let name = isDiscreet ? parts[0].dropLast(Self.discreetSuffix.count) : parts[0]
    guard let sample = MailSample(rawValue: String(name)), sample.forms.contains(isDiscreet) else {
      return nil
    }
    self.init(sample, isDiscreet: isDiscreet, part: part)
  }

  var file: String {
    sample.rawValue + (isDiscreet ? Self.discreetSuffix : "") + "." + part.rawValue
  }

  private static let discreetSuffix = "-discreet"
}
