#ifndef C_PICTURE_SHIMS_H
#define C_PICTURE_SHIMS_H

#include <stddef.h>
#include <stdint.h>

// libpng and libjpeg report errors by longjmp, which must not cross Swift's frames: these functions catch it in C, and say
// what is wrong in words.

enum { NAS_PICTURE_MESSAGE = 200 };

/// What a picture's header says.
typedef struct {
    uint32_t width, height;
    /// 1 or 3: grey, or red, green and blue. Alpha is dropped, a palette is looked up, 16 bits become their high byte.
    uint32_t channels;
} nas_picture;

/// Writes grey (1 channel) or colour (3) as a PNG file into at most `capacity` bytes. Returns its length, or 0 where it does not fit or
/// libpng cannot.
size_t nas_png_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels, uint8_t *bytes, size_t capacity);

/// Reads the header of a PNG as far as the pixels. Returns 0, or -1 with a message of at most NAS_PICTURE_MESSAGE bytes.
int nas_png_header(const uint8_t *bytes, size_t count, nas_picture *picture, char *message);

/// Decodes a PNG into `capacity` bytes, channels last, which must be what `nas_png_header` promised. Returns 0, or -1 with a message.
int nas_png_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t capacity, char *message);

/// Reads the header of a JPEG, whose pixels are to be decoded at 1/`scale` (1, 2, 4 or 8) of their size, rounded up.
/// Returns 0, or -1 with a message.
int nas_jpeg_header(const uint8_t *bytes, size_t count, int scale, nas_picture *picture, char *message);

/// Decodes a JPEG into `capacity` bytes, channels last, which must be what `nas_jpeg_header` promised for this scale. Returns 0, or -1
/// with a message.
int nas_jpeg_decode(const uint8_t *bytes, size_t count, int scale, uint8_t *pixels, size_t capacity, char *message);

#endif
