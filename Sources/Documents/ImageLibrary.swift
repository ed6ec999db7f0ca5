import CVips
import Glibc

/// libvips, started once, able to open three formats and nothing else.
enum ImageLibrary {
  /// - Throws: ``PhotoError/failed(_:)`` when the library cannot start or its blocks cannot be set.
  static func start() throws(PhotoError) {
    guard started else { throw .failed("start") }
  }

  private static let started: Bool = {
    // In turn: no warnings on standard error, which belongs to the reason; no code compiled at run
    // time, which needs a temporary file; no loadable modules (ImageMagick, Poppler, HEIF and
    // more), since none lies in that folder.
    setenv("VIPS_WARNING", "1", 1)
    setenv("VIPS_NOVECTOR", "1", 1)
    setenv("VIPSHOME", "/nonexistent", 1)
    guard cvips_start() == 0 else { return false }
    vips_block_untrusted_set(1)
    vips_operation_block_set("VipsForeignLoad", 1)
    for loader in ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp"] {
      vips_operation_block_set(loader, 0)
    }
    vips_concurrency_set(1)
    vips_cache_set_max(0)
    return true
  }()
}
