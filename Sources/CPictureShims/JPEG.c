#include "CPictureShims.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// After stdio.h, which it needs.
#include <jpeglib.h>
#include <jerror.h>

/// Progressive pictures have some ten scans; thousands of tiny ones cost minutes a picture.
enum { MOST_SCANS = 100 };

typedef struct {
    struct jpeg_error_mgr base;
    jmp_buf escape;
    char *message;
} failure;

static void fail_with(j_common_ptr picture, const char *words) {
    failure *errors = (failure *)picture->err;
    strncpy(errors->message, words, NAS_PICTURE_MESSAGE - 1);
    errors->message[NAS_PICTURE_MESSAGE - 1] = 0;
    longjmp(errors->escape, 1);
}

static void fail(j_common_ptr picture) {
    char words[JMSG_LENGTH_MAX];
    picture->err->format_message(picture, words);
    fail_with(picture, words);
}

/// Most pictures that a warning is about are whole; not those whose pixels end too soon, of which a part would be grey.
static void judge(j_common_ptr picture, int level) {
    if (level < 0 && picture->err->msg_code == JWRN_HIT_MARKER) fail(picture);
}

static void nothing(j_decompress_ptr picture) { (void)picture; }

static boolean refill(j_decompress_ptr picture) {
    fail_with((j_common_ptr)picture, "the file is cut off");
    return FALSE;
}

static void skip(j_decompress_ptr picture, long count) {
    if (count <= 0) return;
    if ((size_t)count > picture->src->bytes_in_buffer) fail_with((j_common_ptr)picture, "the file is cut off");
    picture->src->next_input_byte += count;
    picture->src->bytes_in_buffer -= (size_t)count;
}

static void limit_scans(j_common_ptr common) {
    if (((j_decompress_ptr)common)->input_scan_number > MOST_SCANS) fail_with(common, "it has more scans than pictures have");
}

/// Reads the header, and asks for grey, for red, green and blue, or for the four inks.
static void start(struct jpeg_decompress_struct *picture, int scale, nas_picture *header) {
    jpeg_read_header(picture, TRUE);
    switch (picture->num_components) {
    case 1: picture->out_color_space = JCS_GRAYSCALE; break;
    case 3: picture->out_color_space = JCS_RGB; break;
    case 4: picture->out_color_space = JCS_CMYK; break;
    default: fail_with((j_common_ptr)picture, "it has neither one, three nor four components");
    }
    picture->scale_num = 1;
    picture->scale_denom = (unsigned)scale;
    jpeg_calc_output_dimensions(picture);
    *header = (nas_picture){picture->output_width, picture->output_height, picture->num_components == 1 ? 1 : 3};
}

/// Inks as Adobe's programs write them, whose values stand for the light that is left: each colour times black.
static void append_inks(const uint8_t *inks, size_t pixels, uint8_t *target) {
    for (size_t pixel = 0; pixel < pixels; pixel++)
        for (int channel = 0; channel < 3; channel++) {
            unsigned product = (255u - inks[4 * pixel + channel]) * inks[4 * pixel + 3] + 128;
            target[3 * pixel + channel] = (uint8_t)(inks[4 * pixel + 3] - (((product >> 8) + product) >> 8));
        }
}

/// With `pixels`, decodes; without, reads the header alone.
static int read_picture(
    const uint8_t *bytes, size_t count, int scale, nas_picture *header, uint8_t *pixels, size_t capacity, char *message) {
    strcpy(message, "out of memory");
    struct jpeg_decompress_struct picture;
    memset(&picture, 0, sizeof picture);
    failure errors = {.message = message};
    // Changed between setjmp and longjmp, and freed behind both.
    uint8_t *volatile inks = NULL;
    picture.err = jpeg_std_error(&errors.base);
    errors.base.error_exit = fail;
    errors.base.emit_message = judge;
    if (setjmp(errors.escape)) {
        jpeg_destroy_decompress(&picture);
        free(inks);
        return -1;
    }
    jpeg_create_decompress(&picture);
    struct jpeg_source_mgr source = {
        .next_input_byte = bytes, .bytes_in_buffer = count, .init_source = nothing, .fill_input_buffer = refill,
        .skip_input_data = skip, .resync_to_restart = jpeg_resync_to_restart, .term_source = nothing};
    picture.src = &source;
    struct jpeg_progress_mgr progress = {.progress_monitor = limit_scans};
    picture.progress = &progress;
    start(&picture, scale, header);
    if (pixels) {
        jpeg_start_decompress(&picture);
        size_t row = (size_t)picture.output_width * header->channels;
        if (row == 0 || capacity / row < picture.output_height || capacity != row * picture.output_height)
            fail_with((j_common_ptr)&picture, "its rows are not as long as its header says");
        if (picture.num_components == 4) {
            inks = malloc(4 * (size_t)picture.output_width);
            if (!inks) fail_with((j_common_ptr)&picture, "out of memory");
        }
        while (picture.output_scanline < picture.output_height) {
            uint8_t *target = pixels + row * picture.output_scanline;
            JSAMPROW line = inks ? inks : target;
            if (jpeg_read_scanlines(&picture, &line, 1) != 1) fail_with((j_common_ptr)&picture, "its rows end too soon");
            if (inks) append_inks(inks, picture.output_width, target);
        }
    }
    jpeg_destroy_decompress(&picture);
    free(inks);
    return 0;
}

int nas_jpeg_header(const uint8_t *bytes, size_t count, int scale, nas_picture *picture, char *message) {
    return read_picture(bytes, count, scale, picture, NULL, 0, message);
}

int nas_jpeg_decode(const uint8_t *bytes, size_t count, int scale, uint8_t *pixels, size_t capacity, char *message) {
    nas_picture header;
    return read_picture(bytes, count, scale, &header, pixels, capacity, message);
}
