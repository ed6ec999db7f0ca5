/// The bounds that both sides of a photo's rendering hold to.
public enum PhotoLimits {
  /// The largest original, in bytes.
  public static let originalBytes = 10 * 1024 * 1024

  /// The most pixels that an original may claim.
  public static let pixels = 50_000_000

  /// The widths that are made, in pixels; a narrower original is never enlarged.
  public static let widths = [640, 1280]

  /// How many times its width a rendition may be high.
  ///
  /// A taller original is made narrower to fit, since WebP ends at 16,383 pixels.
  public static let heightPerWidth = 3

  /// The most that one rendering process may write, in bytes.
  public static let outputBytes = 16 * 1024 * 1024
}
