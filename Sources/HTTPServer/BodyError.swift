/// Why the body of a request could not be read as what was asked for.
public enum BodyError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The content type is not one that was asked for.
  case unsupportedType
  /// The bytes do not follow the type's rules, or a text is not UTF-8.
  case malformed
  /// There are more fields, files or part headers than a form may have.
  case tooManyFields

  /// For a log.
  public var description: String {
    switch self {
    case .unsupportedType: "the body has an unsupported content type"
    case .malformed: "the body is malformed"
    case .tooManyFields: "the form has too many fields"
    }
  }

  /// The status that says so to the client.
  public var status: Status {
    switch self {
    case .unsupportedType: .unsupportedMediaType
    case .malformed: .badRequest
    case .tooManyFields: .payloadTooLarge
    }
  }
}
