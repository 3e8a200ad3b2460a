/// A kernel whose sums are two blocks of registers, one above the other.
protocol BlockKernel {
    /// Not to be inlined: each pair of blocks is then a function of its own, for which the compiler finds registers.
    func run<Upper: RegisterBlock, Lower: RegisterBlock>(_: Upper.Type, _: Lower.Type) where Upper.Row == Lower.Row
}

extension BlockKernel {
    /// Runs it with a block of `rows` x `vectors`, which `BlockSizes` knows to fit. One case for each: a block's type must be
    /// known when it is compiled.
    func run(rows: Int, vectors: Int) {
        switch vectors {
        case 1: run1(rows)
        case 2: run2(rows)
        default: run3(rows)
        }
    }

    private func run1(_ rows: Int) {
        switch rows {
        case 1: run(Rows1<RegisterRow1>.self, Rows0<RegisterRow1>.self)
        case 2: run(Rows1<RegisterRow1>.self, Rows1<RegisterRow1>.self)
        case 3: run(Rows2<RegisterRow1>.self, Rows1<RegisterRow1>.self)
        case 4: run(Rows2<RegisterRow1>.self, Rows2<RegisterRow1>.self)
        case 5: run(Rows3<RegisterRow1>.self, Rows2<RegisterRow1>.self)
        case 6: run(Rows3<RegisterRow1>.self, Rows3<RegisterRow1>.self)
        case 7: run(Rows4<RegisterRow1>.self, Rows3<RegisterRow1>.self)
        case 8: run(Rows4<RegisterRow1>.self, Rows4<RegisterRow1>.self)
        case 9: run(Rows5<RegisterRow1>.self, Rows4<RegisterRow1>.self)
        case 10: run(Rows5<RegisterRow1>.self, Rows5<RegisterRow1>.self)
        case 11: run(Rows6<RegisterRow1>.self, Rows5<RegisterRow1>.self)
        case 12: run(Rows6<RegisterRow1>.self, Rows6<RegisterRow1>.self)
        #if NAS_X86_64_V4 || arch(arm64)
        case 13: run(Rows7<RegisterRow1>.self, Rows6<RegisterRow1>.self)
        case 14: run(Rows7<RegisterRow1>.self, Rows7<RegisterRow1>.self)
        case 15: run(Rows8<RegisterRow1>.self, Rows7<RegisterRow1>.self)
        case 16: run(Rows8<RegisterRow1>.self, Rows8<RegisterRow1>.self)
        case 17: run(Rows9<RegisterRow1>.self, Rows8<RegisterRow1>.self)
        case 18: run(Rows9<RegisterRow1>.self, Rows9<RegisterRow1>.self)
        case 19: run(Rows10<RegisterRow1>.self, Rows9<RegisterRow1>.self)
        case 20: run(Rows10<RegisterRow1>.self, Rows10<RegisterRow1>.self)
        case 21: run(Rows11<RegisterRow1>.self, Rows10<RegisterRow1>.self)
        case 22: run(Rows11<RegisterRow1>.self, Rows11<RegisterRow1>.self)
        case 23: run(Rows12<RegisterRow1>.self, Rows11<RegisterRow1>.self)
        case 24: run(Rows12<RegisterRow1>.self, Rows12<RegisterRow1>.self)
        #endif
        default: preconditionFailure("no block of \(rows) rows")
        }
    }

    private func run2(_ rows: Int) {
        switch rows {
        case 1: run(Rows1<RegisterRow2>.self, Rows0<RegisterRow2>.self)
        case 2: run(Rows1<RegisterRow2>.self, Rows1<RegisterRow2>.self)
        case 3: run(Rows2<RegisterRow2>.self, Rows1<RegisterRow2>.self)
        case 4: run(Rows2<RegisterRow2>.self, Rows2<RegisterRow2>.self)
        case 5: run(Rows3<RegisterRow2>.self, Rows2<RegisterRow2>.self)
        case 6: run(Rows3<RegisterRow2>.self, Rows3<RegisterRow2>.self)
        #if NAS_X86_64_V4 || arch(arm64)
        case 7: run(Rows4<RegisterRow2>.self, Rows3<RegisterRow2>.self)
        case 8: run(Rows4<RegisterRow2>.self, Rows4<RegisterRow2>.self)
        case 9: run(Rows5<RegisterRow2>.self, Rows4<RegisterRow2>.self)
        case 10: run(Rows5<RegisterRow2>.self, Rows5<RegisterRow2>.self)
        case 11: run(Rows6<RegisterRow2>.self, Rows5<RegisterRow2>.self)
        case 12: run(Rows6<RegisterRow2>.self, Rows6<RegisterRow2>.self)
        case 13: run(Rows7<RegisterRow2>.self, Rows6<RegisterRow2>.self)
        case 14: run(Rows7<RegisterRow2>.self, Rows7<RegisterRow2>.self)
        #endif
        default: preconditionFailure("no block of \(rows) rows")
        }
    }

    private func run3(_ rows: Int) {
        switch rows {
        case 1: run(Rows1<RegisterRow3>.self, Rows0<RegisterRow3>.self)
        case 2: run(Rows1<RegisterRow3>.self, Rows1<RegisterRow3>.self)
        case 3: run(Rows2<RegisterRow3>.self, Rows1<RegisterRow3>.self)
        case 4: run(Rows2<RegisterRow3>.self, Rows2<RegisterRow3>.self)
        #if NAS_X86_64_V4 || arch(arm64)
        case 5: run(Rows3<RegisterRow3>.self, Rows2<RegisterRow3>.self)
        case 6: run(Rows3<RegisterRow3>.self, Rows3<RegisterRow3>.self)
        case 7: run(Rows4<RegisterRow3>.self, Rows3<RegisterRow3>.self)
        case 8: run(Rows4<RegisterRow3>.self, Rows4<RegisterRow3>.self)
        #endif
        default: preconditionFailure("no block of \(rows) rows")
        }
    }
}
