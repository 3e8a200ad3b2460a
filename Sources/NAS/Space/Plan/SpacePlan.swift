import Support

/// A whole space, expanded: what sampling, building and counting walk.
struct SpacePlan: Sendable {
    let decisions: [Decision]
    let shape: Shape?
    let classes: Int?
    /// Side or `[height, width]` that examples are resized to; nil: as the data has them.
    let resolution: Value?
    let inputLocation: SourceLocation
    let network: Layer
    /// Every layer's `id` is below it.
    let layerCount: Int
    let recipe: RecipePlan
    let precision: Value?
}
