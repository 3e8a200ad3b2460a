internal import CProcessShims
internal import Foundation

/// The one thread that starts children. The kernel's parent-death signal is sent when the *thread* that started a child
/// ends, so the thread must live as long as the process, whatever thread the driver runs on.
final class SpawnThread: @unchecked Sendable {
    static let shared = SpawnThread()

    struct Request {
        let arguments: [String]
        let environment: [String: String]
        let input: Int32
        let output: Int32
        let error: Int32
    }

    private let condition = NSCondition()
    private var request: Request?
    private var answer: (process: Int32, error: Int32)?
    private let turn = NSLock()

    private init() {
        let thread = Thread { [self] in serve() }
        thread.name = "nas spawn"
        thread.start()
    }

    /// The child's process id, or an error number. The caller closes the descriptors.
    func spawn(_ request: Request) -> (process: Int32, error: Int32) {
        turn.lock()
        defer { turn.unlock() }
        condition.lock()
        defer { condition.unlock() }
        self.request = request
        condition.broadcast()
        while true {
            if let answer {
                self.answer = nil
                return answer
            }
            condition.wait()
        }
    }

    private func serve() {
        condition.lock()
        while true {
            guard let request else {
                condition.wait()
                continue
            }
            self.request = nil
            let arguments = request.arguments.map { $0 + "\0" }.joined()
            let environment = request.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\0" }.joined()
            var process: Int32 = 0
            let error = nas_spawn(
                arguments, arguments.utf8.count, environment, environment.utf8.count, request.input, request.output, request.error, &process
            )
            answer = (process, error)
            condition.broadcast()
        }
    }
}
