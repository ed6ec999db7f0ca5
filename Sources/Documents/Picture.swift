import CVips
import Rendering

/// Owns one libvips image.
struct Picture: ~Copyable {
  private typealias Handle = UnsafeMutablePointer<VipsImage>

  private let handle: Handle

  private init(_ handle: Handle) { self.handle = handle }

  deinit { g_object_unref(handle) }

  var width: Int { Int(vips_image_get_width(handle)) }
  var height: Int { Int(vips_image_get_height(handle)) }

  /// Opens the header, decoding no pixel; `bytes` must outlive the picture.
  init(headerOf bytes: UnsafeRawBufferPointer) throws(PhotoError) {
    guard let handle = cvips_open(bytes.baseAddress, bytes.count) else {
      vips_error_clear()
      throw .refused(.damaged)
    }
    self.init(handle)
  }

  /// Decodes into a box, upright, in sRGB, without a trace of metadata, all pixels in memory.
  init(
    decoding bytes: UnsafeRawBufferPointer, width: Int, height: Int
  ) throws(PhotoError) {
    let small = try Self.made(or: .refused(.damaged)) {
      cvips_thumbnail(bytes.baseAddress, bytes.count, Int32(width), Int32(height), &$0)
    }
    let decoded = try small.inMemory()
    self = try decoded.inSRGB().withoutMetadata()
  }

  /// A smaller one that fits into the box; never a larger one.
  func shrunk(width: Int, height: Int) throws(PhotoError) -> Picture {
    try Self.made(or: .failed("shrink")) {
      cvips_shrink(handle, Int32(width), Int32(height), &$0)
    }.withoutMetadata()
  }

  /// Encodes; transparency is laid on white where the format has none.
  func encoded(as format: Rendition.Format) throws(PhotoError) -> [UInt8] {
    switch format {
    case .webp:
      return try WebPContainer.withoutMetadata(Self.saved { cvips_webp(handle, 80, &$0, &$1) })
    case .jpeg:
      guard vips_image_hasalpha(handle) != 0 else { return try jpeg() }
      return try Self.made(or: .failed("flatten")) { cvips_flatten_on_white(handle, &$0) }.jpeg()
    }
  }

  private func jpeg() throws(PhotoError) -> [UInt8] {
    try Self.saved { cvips_jpeg(handle, 82, &$0, &$1) }
  }

  /// Decodes every pixel, once; what is wrong with them comes out here.
  private func inMemory() throws(PhotoError) -> Picture {
    try Self.made(or: .refused(.damaged)) { out in
      out = vips_image_copy_memory(handle)
      return 0
    }
  }

  /// By the embedded profile where there is a usable one, else by what the file says of its
  /// colours.
  private func inSRGB() throws(PhotoError) -> Picture {
    if cvips_has_profile(handle) != 0,
      let converted = try? Self.made(
        or: .failed("convert"), { cvips_profile_to_srgb(handle, &$0) }
      ).inMemory()
    {
      return try converted.plainSRGB()
    }
    return try plainSRGB()
  }

  private func plainSRGB() throws(PhotoError) -> Picture {
    try Self.made(or: .failed("convert")) { cvips_space_to_srgb(handle, &$0) }.inMemory()
  }

  /// A copy without EXIF, XMP, IPTC, ICC, comments or any other field that a loader attached.
  ///
  /// The encoders' own "strip" leaves EXIF in WebP files (libvips 8.14), so the fields go before
  /// encoding.
  private func withoutMetadata() throws(PhotoError) -> Picture {
    let copy = try Self.made(or: .failed("copy")) { cvips_copy(handle, &$0) }
    guard let fields = vips_image_get_fields(copy.handle) else { throw .failed("list metadata") }
    defer { g_strfreev(fields) }
    var next = fields
    while let field = next.pointee {
      vips_image_remove(copy.handle, field)
      next += 1
    }
    return copy
  }

  private static func made(
    or error: PhotoError, _ operation: (inout Handle?) -> Int32
  ) throws(PhotoError) -> Picture {
    var out: Handle?
    guard operation(&out) == 0, let out else {
      vips_error_clear()
      throw error
    }
    return Picture(out)
  }

  private static func saved(
    _ operation: (inout UnsafeMutableRawPointer?, inout Int) -> Int32
  ) throws(PhotoError) -> [UInt8] {
    var bytes: UnsafeMutableRawPointer?
    var count = 0
    guard operation(&bytes, &count) == 0, let bytes else {
      vips_error_clear()
      throw .failed("encode")
    }
    defer { g_free(bytes) }
    return Array(UnsafeRawBufferPointer(start: bytes, count: count))
  }
}
