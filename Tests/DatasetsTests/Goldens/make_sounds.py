"""Writes sounds.json: WAV files of every kind with the samples that they mean, and resampled sounds.

The bytes are put together by Python's wave and struct modules; the samples are NumPy's arithmetic. The resampled sounds are
scipy.signal.resample_poly's with a filter of SciPy's firwin (a sinc under a Kaiser window).

    python3 -m venv VENV && VENV/bin/pip install numpy scipy && VENV/bin/python make_sounds.py
"""

import base64
import io
import json
import math
import struct
import wave
from pathlib import Path

import numpy as np
import scipy.signal

RATE = 8000
random = np.random.default_rng(5)


def text(data):
    return base64.b64encode(bytes(data)).decode()


def floats(values):
    return text(np.asarray(values, dtype="<f4").tobytes())


def chunk(name, content, size=None):
    return name + struct.pack("<I", len(content) if size is None else size) + content + b"\0" * (len(content) % 2)


def riff(*chunks, size=None):
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body


def fmt(tag, channels, bits, rate=RATE, extensible=False):
    block = channels * bits // 8
    head = struct.pack("<HHIIHH", 0xFFFE if extensible else tag, channels, rate, rate * block, block, bits)
    if extensible:
        guid = struct.pack("<H", tag) + bytes.fromhex("000000001000800000aa00389b71")
        head += struct.pack("<HHI", 22, bits, 4) + guid
    return chunk(b"fmt ", head)


def coded(values, bits):
    """Whole numbers of so many bits, little-endian; eight are unsigned."""
    if bits == 8:
        return bytes(int(v) + 128 for v in values)
    return b"".join(int(v).to_bytes(bits // 8, "little", signed=True) for v in values)


def whole(bits, count):
    top = 1 << (bits - 1)
    values = random.integers(-top, top, count)
    values[:2] = [-top, top - 1]
    return values


def main():
    files = []

    def add(name, data, values, rate=RATE):
        files.append({"name": name, "file": text(data), "rate": rate, "samples": floats(values)})

    for bits in (8, 16, 24, 32):
        values = whole(bits, 21)
        out = io.BytesIO()
        with wave.open(out, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(bits // 8)
            file.setframerate(RATE)
            file.writeframes(coded(values, bits))
        expected = values / float(1 << (bits - 1))
        add(f"{bits} bits by the wave module", out.getvalue(), expected)
        add(f"{bits} bits, extensible", riff(fmt(1, 1, bits, extensible=True), chunk(b"data", coded(values, bits))), expected)
    noise = random.uniform(-1, 1, 20)
    add("float 32", riff(fmt(3, 1, 32), chunk(b"fact", struct.pack("<I", 20)), chunk(b"data", noise.astype("<f4").tobytes())),
        noise.astype("<f4"))
    add("float 64", riff(fmt(3, 1, 64), chunk(b"data", noise.astype("<f8").tobytes())), noise)
    add("float 32, extensible", riff(fmt(3, 1, 32, extensible=True), chunk(b"data", noise.astype("<f4").tobytes())), noise.astype("<f4"))
    for channels in (2, 3, 6):
        values = whole(16, 8 * channels)
        expected = values.reshape(-1, channels).mean(axis=1) / 32768
        add(f"{channels} channels", riff(fmt(1, channels, 16), chunk(b"data", coded(values, 16))), expected)
    values = whole(16, 9)
    data = chunk(b"data", coded(values, 16))
    expected = values / 32768
    add("odd chunk before the samples", riff(fmt(1, 1, 16), chunk(b"LIST", b"INFOabc"), data), expected)
    add("samples before the format", riff(chunk(b"JUNK", b"1"), data, chunk(b"LIST", b"x"), fmt(1, 1, 16)), expected)
    bytes8 = whole(8, 9)
    add("odd count of bytes", riff(fmt(1, 1, 8), chunk(b"data", coded(bytes8, 8)), chunk(b"LIST", b"INFO")), bytes8 / 128)
    for size in (0, 0xFFFFFFFF, 0x7FFFFFFF):
        add(f"streamed, size {size:x}", riff(fmt(1, 1, 16), chunk(b"data", coded(values, 16), size=size), size=size), expected)
    add("cut off", riff(fmt(1, 1, 16), chunk(b"data", coded(values, 16), size=400)), expected)
    add("half a sample at the end", riff(fmt(1, 1, 16), chunk(b"data", coded(values, 16) + b"\x05", size=19)), expected)
    add("two kinds of trailing chunks", riff(fmt(1, 1, 16, rate=44100), data, chunk(b"id3 ", b"abc"), chunk(b"LIST", b"")), expected, 44100)

    resampled = []
    for source, target in ((44100, 16000), (16000, 8000), (8000, 16000), (48000, 44100), (22050, 8000), (11025, 16000)):
        divisor = math.gcd(source, target)
        up, down = target // divisor, source // divisor
        samples = random.uniform(-1, 1, 1200).astype("<f4")
        ratio = min(1.0, target / source)
        reach = 32 / ratio
        half = int(math.floor(reach * up))
        # The Kaiser window ends where the sinc has its 32nd crossing, which need not be a whole number of taps away.
        taps = scipy.signal.firwin(2 * half + 1, 0.916 * ratio / up, window=("kaiser", 8.4), scale=False)
        expected = scipy.signal.resample_poly(samples.astype(np.float64), up, down, window=taps)
        resampled.append({
            "source": source, "target": target, "samples": floats(samples), "resampled": floats(expected)})
    path = Path(__file__).with_name("sounds.json")
    path.write_text(json.dumps({"files": files, "resampled": resampled}, indent=1) + "\n")


main()
