#pragma once
#include <vips/vips.h>

/* libvips takes options as variadic, NULL-terminated pairs; each call that is used has its fixed form here. */

static inline int cvips_start(void) { return VIPS_INIT("documents"); }

/* Reads the header only; pixels are decoded when they are asked for. */
static inline VipsImage *cvips_open(const void *bytes, size_t count) {
  return vips_image_new_from_buffer(bytes, count, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
}

/* Fits into the box, never enlarges, turns by the EXIF orientation. The option "export_profile" is
 * left out: it shifts the colours of files that have no profile; "fail_on" has to go to the loader by
 * its option string, since the operation's own "fail_on" is ignored (both 8.14.1). */
static inline int cvips_thumbnail(const void *bytes, size_t count, int width, int height, VipsImage **out) {
  return vips_thumbnail_buffer((void *)bytes, count, out, width, "height", height,
    "size", VIPS_SIZE_DOWN, "option_string", "[fail_on=truncated]", NULL);
}

static inline int cvips_shrink(VipsImage *in, int width, int height, VipsImage **out) {
  return vips_thumbnail_image(in, out, width, "height", height, "size", VIPS_SIZE_DOWN, NULL);
}

static inline int cvips_has_profile(VipsImage *in) {
  return vips_image_get_typeof(in, VIPS_META_ICC_NAME) != 0;
}

static inline int cvips_profile_to_srgb(VipsImage *in, VipsImage **out) {
  return vips_icc_transform(in, out, "srgb", "embedded", TRUE, NULL);
}

static inline int cvips_space_to_srgb(VipsImage *in, VipsImage **out) {
  return vips_colourspace(in, out, VIPS_INTERPRETATION_sRGB, NULL);
}

/* Takes the last band for the alpha channel without asking whether it is one. */
static inline int cvips_flatten_on_white(VipsImage *in, VipsImage **out) {
  VipsArrayDouble *white = vips_array_double_newv(1, 255.0);
  int code = vips_flatten(in, out, "background", white, NULL);
  vips_area_unref(VIPS_AREA(white));
  return code;
}

/* A private copy whose fields may be changed; the resolution is set to the neutral value. */
static inline int cvips_copy(VipsImage *in, VipsImage **out) {
  return vips_copy(in, out, "xres", 1.0, "yres", 1.0, NULL);
}

static inline int cvips_webp(VipsImage *in, int quality, void **bytes, size_t *count) {
  return vips_webpsave_buffer(in, bytes, count, "Q", quality, "effort", 4, "strip", TRUE, NULL);
}

static inline int cvips_jpeg(VipsImage *in, int quality, void **bytes, size_t *count) {
  return vips_jpegsave_buffer(in, bytes, count, "Q", quality, "optimize_coding", TRUE,
    "interlace", TRUE, "strip", TRUE, NULL);
}
