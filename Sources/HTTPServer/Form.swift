/// The fields and files of a submitted form, in order.
public struct Form: Sendable, Hashable {
  /// Names with their values.
  public internal(set) var fields: [QueryItems.Item] = []
  /// What was uploaded, also the empty entries of file fields left blank.
  public internal(set) var files: [File] = []

  /// Fields and files together; more are refused.
  static let limit = 256

  /// Something uploaded in a form.
  public struct File: Sendable, Hashable {
    /// The name of the field.
    public let name: String
    /// As the client gave it, so never a path to open; empty where none was chosen.
    public let filename: String
    /// As the client gave it: not checked.
    public let contentType: String
    /// The content.
    public let bytes: [UInt8]

    /// Makes one.
    public init(name: String, filename: String, contentType: String, bytes: [UInt8]) {
      self.name = name
      self.filename = filename
      self.contentType = contentType
      self.bytes = bytes
    }
  }

  /// Makes one from parts, as for a test.
  public init(fields: [(String, String)] = [], files: [File] = []) {
    self.fields = fields.map { QueryItems.Item(name: $0.0, value: $0.1) }
    self.files = files
  }

  /// The first value of a name.
  public subscript(name: String) -> String? {
    fields.first { $0.name == name }?.value
  }

  /// Every value of a name, in order.
  public func all(_ name: String) -> [String] {
    fields.filter { $0.name == name }.map(\.value)
  }

  /// The first file of a name.
  public func file(_ name: String) -> File? {
    files.first { $0.name == name }
  }

  /// Reads `application/x-www-form-urlencoded`.
  init(urlEncoded body: [UInt8]) throws(BodyError) {
    let pairs = body.withUnsafeBufferPointer { URLEncoded.items($0, limit: Self.limit) }
    guard pairs.count <= Self.limit else { throw .tooManyFields }
    for pair in pairs {
      guard let name = pair.name, let value = pair.value else { throw .malformed }
      fields.append(QueryItems.Item(name: name, value: value))
    }
  }
}
