internal import NetworkGraph
import Support

/// A whole space, expanded: what sampling, building and counting walk.
struct SpacePlan: Sendable {
    let decisions: [Decision]
    let shape: Shape?
    let classes: Int?
    /// Side or `[height, width]` that examples are resized to; nil: as the data has them.
    let resolution: Value?
    /// How examples of another aspect are resized: the index among `Resize.allCases`; nil: the file does not say.
    let resize: Value?
    let inputLocation: SourceLocation
    /// Where the file gives the shape or the resolution.
    let sizeLocation: SourceLocation
    let network: Layer
    /// Every layer's `id` is below it.
    let layerCount: Int
    let recipe: RecipePlan
    let precision: Value?
}
