import Foundation
import Testing

@testable import CLI

@Suite struct OutputTests {
    @Test func progressSaysWhatIsLeft() {
        let state = ProgressView.State(done: 10, total: 40, best: 0.9831, frontSize: 4, rejected: 31, failed: 1)
        #expect(
            ProgressView.line(state, doneHere: 10, seconds: 300)
                == "10/40  best 98.31 %  front 4  rejected 31  failed 1  120/h  15 min 00 s left")
    }

    @Test func linksAndPipesStayWhatTheyAre() throws {
        try NASProgram.inTemporaryFolder { folder in
            func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
            let (file, link, pipe) = (path("file"), path("link"), path("pipe"))
            try OutputFile.write("old", to: file)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
            try OutputFile.write("new", to: link)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "new")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)

            #expect(mkfifo(pipe, 0o600) == 0)
            let reader = open(pipe, O_RDWR)
            defer { close(reader) }
            try OutputFile.write("through", to: pipe)
            var bytes = [UInt8](repeating: 0, count: 16)
            #expect(read(reader, &bytes, bytes.count) == 7)
        }
    }
}
