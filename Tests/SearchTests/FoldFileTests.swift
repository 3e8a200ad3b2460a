import Foundation
import NAS
import Testing

@testable import Search

/// Which files the folds of a candidate's cross-validation have.
@Suite struct FoldFileTests {
    @Test func eachFoldHasFilesOfItsOwn() {
        var job = Job(id: "x", kind: .train, trial: 3, choices: [], architecture: "", fidelity: .epochs(1), seed: 1)
        job.weightsFile = "/r.d/trial-000003.safetensors"
        job.checkpointFile = "/r.d/trial-000003.checkpoint"
        job.startFile = "/r.d/trial-000001.state"
        job.stateFile = "/r.d/trial-000003.state"
        job.inheritedFile = "/r.d/trial-000001.safetensors"
        #expect(job.ofFold(0) == job)
        let second = job.ofFold(1)
        #expect(second.weightsFile == nil && second.inheritedFile == nil)
        #expect(second.checkpointFile == "/r.d/trial-000003-fold2.checkpoint")
        #expect(second.startFile == "/r.d/trial-000001-fold2.state" && second.stateFile == "/r.d/trial-000003-fold2.state")
    }

    @Test(arguments: [
        ("trial-000003-fold2.state", "trial-000003.state"), ("trial-000003-fold20.checkpoint", "trial-000003.checkpoint"),
        ("trial-000003-1.checkpoint", "trial-000003-1.checkpoint"), ("trial-000003-1-fold4.checkpoint", "trial-000003-1.checkpoint"),
        ("trial-000003-foldx.state", "trial-000003-foldx.state"), ("trial-000003-fold2", "trial-000003-fold2"),
    ])
    func aFoldsFileGoesWithThatOfTheFirst(name: String, first: String) { #expect(FoldFile.ofFirst(name) == first) }

    @Test func filesOfAllFoldsAreRemovedAndSweptTogether() throws {
        let folder = try TemporaryFolder()
        let files = RunFiles(folder: folder.file("weights"), folds: 5)
        try files.makeFolder()
        func make(_ names: String...) throws { for name in names { try Data().write(to: URL(fileURLWithPath: files.path(name))) } }
        try make("trial-000001.state", "trial-000001-fold2.state", "trial-000001-fold5.state", "trial-000002-fold2.state")
        files.remove(files.stateName(1))
        #expect(files.ownNames() == ["trial-000002-fold2.state"])
        try make("trial-000004.checkpoint", "trial-000004-fold3.checkpoint")
        files.sweep(keeping: ["trial-000004.checkpoint"])
        #expect(files.ownNames() == ["trial-000004.checkpoint", "trial-000004-fold3.checkpoint"])
    }
}
