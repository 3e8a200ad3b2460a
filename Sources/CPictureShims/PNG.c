#include "CPictureShims.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

typedef struct {
    const uint8_t *bytes;
    size_t count, position;
} source;

static void read_bytes(png_structp png, png_bytep target, size_t wanted) {
    source *from = png_get_io_ptr(png);
    if (wanted > from->count - from->position) png_error(png, "the file is cut off");
    memcpy(target, from->bytes + from->position, wanted);
    from->position += wanted;
}

static void fail(png_structp png, png_const_charp words) {
    char *message = png_get_error_ptr(png);
    strncpy(message, words, NAS_PICTURE_MESSAGE - 1);
    message[NAS_PICTURE_MESSAGE - 1] = 0;
    png_longjmp(png, 1);
}

/// Most pictures that a warning is about (a profile of colours, a date) are whole.
static void ignore(png_structp png, png_const_charp words) {
    (void)png;
    (void)words;
}

/// Reads up to the pixels, and asks for bytes of grey or of red, green and blue.
static void start(png_structp png, png_infop info, nas_picture *picture) {
    // Sides are judged by the caller, in words of its own.
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
    png_read_info(png, info);
    png_uint_32 width, height;
    int depth, kind;
    png_get_IHDR(png, info, &width, &height, &depth, &kind, NULL, NULL, NULL);
    int is_grey = (kind & PNG_COLOR_MASK_COLOR) == 0;
    if (kind == PNG_COLOR_TYPE_PALETTE) {
        png_colorp palette = NULL;
        int entries = 0;
        if (!png_get_PLTE(png, info, &palette, &entries)) png_error(png, "it has no palette");
        is_grey = 1;
        for (int entry = 0; entry < entries; entry++)
            if (palette[entry].red != palette[entry].green || palette[entry].red != palette[entry].blue) is_grey = 0;
        png_set_palette_to_rgb(png);
    } else if (depth < 8) {
        png_set_expand_gray_1_2_4_to_8(png);
    }
    if (depth == 16) png_set_strip_16(png);
    png_set_strip_alpha(png);
    // Exact, since red, green and blue are equal.
    if (is_grey && kind == PNG_COLOR_TYPE_PALETTE) png_set_rgb_to_gray_fixed(png, PNG_ERROR_ACTION_NONE, -1, -1);
    *picture = (nas_picture){width, height, is_grey ? 1 : 3};
}

/// With `pixels`, decodes; without, reads the header alone.
static int read_picture(const uint8_t *bytes, size_t count, nas_picture *picture, uint8_t *pixels, size_t capacity, char *message) {
    strcpy(message, "out of memory");
    source from = {bytes, count, 0};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, message, fail, ignore);
    if (!png) return -1;
    png_infop info = png_create_info_struct(png);
    if (!info) {
        png_destroy_read_struct(&png, NULL, NULL);
        return -1;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return -1;
    }
    png_set_read_fn(png, &from, read_bytes);
    start(png, info, picture);
    if (pixels) {
        int passes = png_set_interlace_handling(png);
        png_read_update_info(png, info);
        size_t row = (size_t)picture->width * picture->channels;
        if (png_get_rowbytes(png, info) != row || row == 0 || capacity / row < picture->height || capacity != row * picture->height)
            png_error(png, "its rows are not as long as its header says");
        // Each pass of an interlaced picture fills in what the ones before it left.
        if (passes > 1) memset(pixels, 0, capacity);
        for (int pass = 0; pass < passes; pass++)
            for (size_t line = 0; line < picture->height; line++) png_read_row(png, pixels + line * row, NULL);
    }
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
}

int nas_png_header(const uint8_t *bytes, size_t count, nas_picture *picture, char *message) {
    return read_picture(bytes, count, picture, NULL, 0, message);
}

int nas_png_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t capacity, char *message) {
    nas_picture header;
    return read_picture(bytes, count, &header, pixels, capacity, message);
}

size_t nas_png_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels, uint8_t *bytes, size_t capacity) {
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = width;
    image.height = height;
    image.format = channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    png_alloc_size_t count = capacity;
    // Its own errors are caught inside.
    int is_written = png_image_write_to_memory(&image, bytes, &count, 0, pixels, 0, NULL);
    png_image_free(&image);
    return is_written ? count : 0;
}
