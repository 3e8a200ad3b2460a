"""Writes pictures.json: small PNG and JPEG files of every kind, with the pixels that they are to be read as.

    pip install pillow && python3 make_pictures.py > pictures.json

What Pillow 13.0 cannot write is made here: interlaced and 16-bit PNG byte by byte, YCCK by libjpeg through a few lines of C (gcc,
libjpeg-dev). Pixels are Pillow's: exif_transpose, then convert("L") of grey pictures and convert("RGB") of others, which drops alpha; of
16 bits the high byte.
"""

import base64, io, json, pathlib, struct, subprocess, sys, tempfile, zlib

from PIL import Image, ImageOps

WIDTH, HEIGHT = 13, 9


def value(row, column, channel):
    return (row * 29 + column * 17 + channel * 71 + row * column * (channel + 1)) % 256


def smooth(row, column, channel):
    return min(255, row * 20 + column * 7 + channel * 30)


def image(mode, function=smooth):
    channels = len(Image.new(mode, (1, 1)).getbands())
    data = bytes(function(r, c, k) for r in range(HEIGHT) for c in range(WIDTH) for k in range(channels))
    return Image.frombytes(mode, (WIDTH, HEIGHT), data)


def png(kind, depth, rows, *, interlaced=False, chunks=()):
    """rows: function of row, column -> tuple of samples."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    def line(row, columns):
        samples = [s for c in columns for s in rows(row, c)]
        if depth == 16:
            return b"\0" + b"".join(struct.pack(">H", s) for s in samples)
        bits = "".join(format(s, f"0{depth}b") for s in samples)
        bits += "0" * (-len(bits) % 8)
        return b"\0" + bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))

    passes = [(0, 1, 0, 1)]
    if interlaced:
        passes = [(0, 8, 0, 8), (0, 8, 4, 8), (4, 8, 0, 4), (0, 4, 2, 4), (2, 4, 0, 2), (0, 2, 1, 2), (1, 2, 0, 1)]
    data = b""
    for row0, row_step, column0, column_step in passes:
        columns = range(column0, WIDTH, column_step)
        if columns:
            data += b"".join(line(r, columns) for r in range(row0, HEIGHT, row_step))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, kind, 0, 0, interlaced)
    body = b"".join(chunk(name, content) for name, content in chunks)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def jpeg(picture, **options):
    out = io.BytesIO()
    picture.save(out, "JPEG", **options)
    return out.getvalue()


def ycck():
    program = r"""
#include <stdio.h>
#include <jpeglib.h>
int main(void) {
    struct jpeg_compress_struct c; struct jpeg_error_mgr e; unsigned char row[4 * %d];
    c.err = jpeg_std_error(&e); jpeg_create_compress(&c); jpeg_stdio_dest(&c, stdout);
    c.image_width = %d; c.image_height = %d; c.input_components = 4; c.in_color_space = JCS_CMYK;
    jpeg_set_defaults(&c); jpeg_set_colorspace(&c, JCS_YCCK); jpeg_set_quality(&c, 95, TRUE); jpeg_start_compress(&c, TRUE);
    while (c.next_scanline < c.image_height) {
        for (int i = 0; i < %d; i++) for (int k = 0; k < 4; k++) { int v = c.next_scanline * 20 + i * 7 + k * 30; row[4*i+k] = v > 255 ? 255 : v; }
        JSAMPROW r = row; jpeg_write_scanlines(&c, &r, 1);
    }
    jpeg_finish_compress(&c); return 0;
}""" % (WIDTH, WIDTH, HEIGHT, WIDTH)
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "ycck.c")
        source.write_text(program)
        subprocess.run(["gcc", str(source), "-o", f"{folder}/ycck", "-ljpeg"], check=True)
        return subprocess.run([f"{folder}/ycck"], check=True, capture_output=True).stdout


palette = [(i * 53 % 256, i * 97 % 256, i * 151 % 256) for i in range(16)]
greys = [(i * 17,) * 3 for i in range(16)]
flat = lambda colours: bytes(v for colour in colours for v in colour)
index = lambda r, c: ((r * 5 + c * 3) % 16,)
wide = lambda channels: (lambda r, c: tuple(value(r, c, k) << 8 | value(c, r, k + 1) for k in range(channels)))
narrow = lambda channels: (lambda r, c: tuple(value(r, c, k) for k in range(channels)))
bits = lambda depth: (lambda r, c: (value(r, c, 0) >> (8 - depth),))

files = {}
for depth in (1, 2, 4):
    files[f"grey-{depth}.png"] = (png(0, depth, bits(depth)), None)
files["grey-8.png"] = (png(0, 8, narrow(1)), None)
files["grey-16.png"] = (png(0, 16, wide(1)), [value(r, c, 0) for r in range(HEIGHT) for c in range(WIDTH)])
files["grey-alpha.png"] = (png(4, 8, narrow(2)), [value(r, c, 0) for r in range(HEIGHT) for c in range(WIDTH)])
files["grey-transparent.png"] = (png(0, 8, narrow(1), chunks=[(b"tRNS", b"\0\x11")]), None)
files["rgb-8.png"] = (png(2, 8, narrow(3)), None)
files["rgb-16.png"] = (png(2, 16, wide(3)), [value(r, c, k) for r in range(HEIGHT) for c in range(WIDTH) for k in range(3)])
files["rgb-alpha.png"] = (png(6, 8, narrow(4)), None)
files["rgb-interlaced.png"] = (png(2, 8, narrow(3), interlaced=True), None)
files["grey-4-interlaced.png"] = (png(0, 4, bits(4), interlaced=True), None)
files["rgb-gamma.png"] = (png(2, 8, narrow(3), chunks=[(b"gAMA", struct.pack(">I", 100000))]), None)
files["palette.png"] = (png(3, 4, index, chunks=[(b"PLTE", flat(palette))]), None)
files["palette-transparent.png"] = (png(3, 4, index, chunks=[(b"PLTE", flat(palette)), (b"tRNS", bytes(range(16)))]), None)
files["palette-grey.png"] = (
    png(3, 4, index, chunks=[(b"PLTE", flat(greys))]), [index(r, c)[0] * 17 for r in range(HEIGHT) for c in range(WIDTH)])
files["grey.jpg"] = (jpeg(image("L")), None)
files["colour-420.jpg"] = (jpeg(image("RGB"), quality=90), None)
files["colour-444.jpg"] = (jpeg(image("RGB"), quality=95, subsampling=0), None)
files["progressive.jpg"] = (jpeg(image("RGB"), progressive=True), None)
files["cmyk.jpg"] = (jpeg(image("CMYK"), quality=95), None)
files["ycck.jpg"] = (ycck(), None)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    files[f"orientation-{orientation}.jpg"] = (jpeg(image("L"), quality=95, exif=exif.tobytes()), None)

out = []
for name, (content, pixels) in files.items():
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    is_grey = picture.mode in ("L", "1", "LA", "I;16", "I") or name == "palette-grey.png"
    if pixels is None:
        pixels = picture.convert("L" if is_grey else "RGB").tobytes()
    out.append({
        "name": name, "file": base64.b64encode(content).decode(), "width": picture.width, "height": picture.height,
        "channels": 1 if is_grey else 3, "pixels": base64.b64encode(bytes(pixels)).decode(),
    })
sys.stdout.write("[\n" + ",\n".join(json.dumps(entry) for entry in out) + "\n]\n")
