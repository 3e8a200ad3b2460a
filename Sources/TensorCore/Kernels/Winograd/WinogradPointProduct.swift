/// One panel's products for the points of a block of tiles: m[point, tile, column] = the sum over k of v[point, tile, k]
/// * u[point, k, column].
struct PointJob: BlockKernel {
    var m: UnsafeMutablePointer<Float>
    /// Floats from one point to the next.
    let mStride: Int
    /// Floats from one tile to the next.
    let mWidth: Int
    var v: UnsafePointer<Float>
    let vStride: Int
    let u: UnsafePointer<Float>
    let inputs: Int
    /// Register blocks of tiles.
    var blocks: Int

    @inline(never)
    func run<Upper: RegisterBlock, Lower: RegisterBlock>(_: Upper.Type, _: Lower.Type) where Upper.Row == Lower.Row {
        let (inputs, blocks, tiles) = (inputs, blocks, Upper.rows + Lower.rows)
        let width = Upper.Row.vectors &* lanes
        let (mWidth, vWidth) = (mWidth, paddedToLanes(inputs))
        let below = Upper.rows &* vWidth
        var (points, mPoint, vPoint, uPoint) = (WinogradTiles.points, m, v, u)
        while points > 0 {
            var (block, m, v) = (blocks, mPoint, vPoint)
            while block > 0 {
                var (upper, lower) = (Upper(), Lower())
                var (u, place, count) = (uPoint, v, inputs)
                while count > 0 {
                    let row = Upper.Row(u)
                    upper.add(place, stride: vWidth, row)
                    lower.add(place + below, stride: vWidth, row)
                    u += width
                    place += 1
                    count &-= 1
                }
                upper.store(to: m, stride: mWidth, lastLanes: lanes)
                lower.store(to: m + Upper.rows &* mWidth, stride: mWidth, lastLanes: lanes)
                m += tiles &* mWidth
                v += tiles &* vWidth
                block &-= 1
            }
            mPoint += mStride
            vPoint += vStride
            uPoint += inputs &* width
            points &-= 1
        }
    }
}
