internal import Foundation
internal import Support

/// A ZIP archive whose members are looked up by name and read as streams; nothing is unpacked to the disk, so that a name which leads out
/// of a folder leads nowhere. Stored and deflated members, ZIP64 too.
///
/// Source: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification", version 6.3.10, sections 4.3 to 4.5.
struct ZipArchive {
    /// A file in the archive.
    struct Member {
        let name: String
        let method: Int
        let isEncrypted: Bool
        let checksum: UInt32
        let compressedSize: Int
        let size: Int
        let headerOffset: Int
    }

    let url: URL
    /// In the order of the archive's directory.
    let members: [Member]

    /// Whether a file begins as archives do. One without members begins with its end.
    static func isZip(_ start: [UInt8]) -> Bool { start.starts(with: [0x50, 0x4B, 3, 4]) || start.starts(with: [0x50, 0x4B, 5, 6]) }

    init(_ url: URL) throws(Diagnostic) {
        self.url = url
        let file = try FileStream(url)
        let (range, count) = try Self.directory(of: file)
        try file.seek(to: range)
        members = try Self.members(LittleEndian(bytes: try file.read(upTo: range.count)), count: count, file: file)
    }

    /// A member's bytes, inflated and compared with their checksum.
    func stream(_ member: Member) throws(Diagnostic) -> any ByteStream {
        let fileName = "\(url.path)/\(member.name)"
        guard !member.isEncrypted else { throw Diagnostic("is encrypted", file: fileName, hint: "save it without a password") }
        guard member.size <= DataFile.largestBytes else {
            throw Diagnostic(
                "has \(Dimension.memory.format(Double(member.size))), more than can be held in memory", file: fileName)
        }
        let file = try FileStream(url, fileName: fileName)
        let start = try Self.contentStart(of: member, in: file)
        guard member.compressedSize <= file.size - start else {
            throw Diagnostic("reaches beyond the end of the archive", file: fileName, hint: "copy or download the archive again")
        }
        try file.seek(to: start..<start + member.compressedSize)
        switch member.method {
        case 0:
            guard member.compressedSize == member.size else { throw Diagnostic("is stored with two different sizes", file: fileName) }
            return CheckedStream(file, size: member.size, checksum: member.checksum)
        case 8:
            return CheckedStream(try InflatedStream(file, size: member.size), size: member.size, checksum: member.checksum)
        default:
            throw Diagnostic(
                "is compressed by method \(member.method) of ZIP; stored (0) and deflated (8) members can be read", file: fileName,
                hint: "numpy.savez and numpy.savez_compressed write these")
        }
    }

    /// Behind the member's own header, whose name and extra field may be longer than the directory's.
    private static func contentStart(of member: Member, in file: FileStream) throws(Diagnostic) -> Int {
        guard member.headerOffset <= file.size - 30 else { throw Diagnostic("begins beyond the end of the archive", file: file.fileName) }
        try file.seek(to: member.headerOffset..<member.headerOffset + 30)
        let header = LittleEndian(bytes: try file.read(upTo: 30))
        guard header.number(0, 4) == 0x0403_4b50, let name = header.number(26, 2), let extra = header.number(28, 2),
            member.headerOffset + 30 + name + extra <= file.size
        else { throw Diagnostic("does not begin where the archive says", file: file.fileName, hint: "copy or download the archive again") }
        return member.headerOffset + 30 + name + extra
    }

    /// Where the directory is, and how many members it says it has: from the record at the archive's end, or the one of ZIP64.
    private static func directory(of file: FileStream) throws(Diagnostic) -> (Range<Int>, count: Int) {
        // The record's 22 bytes, the longest comment, and the locator of ZIP64 before them.
        let tailStart = max(0, file.size - 65_535 - 22 - 20)
        try file.seek(to: tailStart..<file.size)
        let tail = LittleEndian(bytes: try file.read(upTo: file.size - tailStart))
        let last = tail.bytes.count - 22
        guard last >= 0,
            let end = stride(from: last, through: 0, by: -1).first(where: { position in
                tail.number(position, 4) == 0x0605_4b50
                    && tail.number(position + 20, 2).map { position + 22 + $0 <= tail.bytes.count } == true
            }), var count = tail.number(end + 10, 2), var size = tail.number(end + 12, 4), var offset = tail.number(end + 16, 4)
        else {
            throw Diagnostic(
                "is no whole ZIP archive: its directory at the end is missing", file: file.fileName, hint: "copy or download it again")
        }
        if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF, tail.number(end - 20, 4) == 0x0706_4b50 {
            guard let place = tail.number(end - 12, 8), file.size >= 56, place <= file.size - 56 else { throw damaged(file) }
            try file.seek(to: place..<place + 56)
            let record = LittleEndian(bytes: try file.read(upTo: 56))
            guard record.number(0, 4) == 0x0606_4b50, let count64 = record.number(32, 8), let size64 = record.number(40, 8),
                let offset64 = record.number(48, 8)
            else { throw damaged(file) }
            (count, size, offset) = (count64, size64, offset64)
        }
        guard offset <= file.size, size <= file.size - offset, size <= largestDirectory else { throw damaged(file) }
        return (offset..<offset + size, count)
    }

    private static let largestDirectory = 64 << 20

    private static func members(_ directory: LittleEndian, count: Int, file: FileStream) throws(Diagnostic) -> [Member] {
        var members: [Member] = []
        var position = 0
        while position < directory.bytes.count {
            guard directory.number(position, 4) == 0x0201_4b50, let flags = directory.number(position + 8, 2),
                let method = directory.number(position + 10, 2), let checksum = directory.number(position + 16, 4),
                var compressed = directory.number(position + 20, 4), var size = directory.number(position + 24, 4),
                let nameLength = directory.number(position + 28, 2), let extraLength = directory.number(position + 30, 2),
                let commentLength = directory.number(position + 32, 2), var offset = directory.number(position + 42, 4),
                position + 46 + nameLength + extraLength + commentLength <= directory.bytes.count
            else { throw damaged(file) }
            let nameStart = position + 46
            let name = String(decoding: directory.bytes[nameStart..<nameStart + nameLength], as: UTF8.self)
            // ZIP64's extra field has those of the three that do not fit into 32 bits, in this order.
            var field = nameStart + nameLength
            let fieldsEnd = field + extraLength
            while field + 4 <= fieldsEnd, let id = directory.number(field, 2), let length = directory.number(field + 2, 2) {
                var value = field + 4
                let end = min(value + length, fieldsEnd)
                func replace(_ number: inout Int) throws(Diagnostic) {
                    guard number == 0xFFFF_FFFF else { return }
                    guard value + 8 <= end, let wide = directory.number(value, 8) else { throw damaged(file) }
                    number = wide
                    value += 8
                }
                if id == 1 {
                    try replace(&size)
                    try replace(&compressed)
                    try replace(&offset)
                }
                field += 4 + length
            }
            members.append(
                Member(
                    name: name, method: method, isEncrypted: flags & 1 != 0, checksum: UInt32(truncatingIfNeeded: checksum),
                    compressedSize: compressed, size: size, headerOffset: offset))
            position = fieldsEnd + commentLength
        }
        guard members.count == count else { throw damaged(file) }
        return members
    }

    private static func damaged(_ file: FileStream) -> Diagnostic {
        Diagnostic("has a damaged ZIP directory", file: file.fileName, hint: "copy or download it again")
    }
}

/// Numbers with their lowest byte first.
private struct LittleEndian {
    let bytes: [UInt8]

    /// Nil where it is not all there, or larger than any size can be.
    func number(_ position: Int, _ count: Int) -> Int? {
        guard position >= 0, position <= bytes.count - count else { return nil }
        let value = UInt64(littleEndianBytes: bytes[position..<position + count])
        return value <= 1 << 62 ? Int(value) : nil
    }
}
