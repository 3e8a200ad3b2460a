package import NAS
package import NetworkGraph
package import Support
package import TensorCore

/// What is done to one training image: drawn anew for every example of every epoch.
package struct Augmentation: Hashable {
    package var isFlipped = false
    /// Target row `r` shows source row `r + rowShift`; outside the image it is black.
    package var rowShift = 0
    package var columnShift = 0
    /// Top left corner of the square that is cut out, which may lie partly outside.
    package var cutoutRow = 0
    var cutoutColumn = 0
    /// How far it is turned anticlockwise, in degrees.
    package var degrees: Float = 0
    package var colour = ColourChange()

    /// The draws of a whole epoch, in the order in which its examples are visited: a pure function of the stream, so that
    /// training resumed in the middle of an epoch draws what it would have drawn.
    package static func epoch(
        count: Int, settings: AugmentationSettings, shape: Shape, random stream: RandomStream
    ) -> [Augmentation] {
        guard settings.isActive else { return [] }
        var random = stream
        return (0..<count).map { _ in
            var drawn = Augmentation()
            if settings.flip { drawn.isFlipped = random.nextInt(below: 2) == 1 }
            if settings.crop > 0 {
                drawn.rowShift = shape.height > 1 ? random.nextInt(below: 2 * settings.crop + 1) - settings.crop : 0
                drawn.columnShift = random.nextInt(below: 2 * settings.crop + 1) - settings.crop
            }
            if settings.cutout > 0 {
                drawn.cutoutRow = random.nextInt(below: shape.height) - settings.cutout / 2
                drawn.cutoutColumn = random.nextInt(below: shape.width) - settings.cutout / 2
            }
            // Later additions come last: what is drawn without them stays what it was.
            if settings.rotation > 0 { drawn.degrees = (2 * random.nextFloat() - 1) * settings.rotation }
            if settings.brightness > 0 { drawn.colour.brightness = factor(settings.brightness, &random) }
            if settings.contrast > 0 { drawn.colour.contrast = factor(settings.contrast, &random) }
            if settings.saturation > 0 { drawn.colour.saturation = factor(settings.saturation, &random) }
            return drawn
        }
    }

    /// Uniform from 1 - strength, or 0, to 1 + strength, as torchvision's `ColorJitter` draws it.
    private static func factor(_ strength: Float, _ random: inout RandomStream) -> Float {
        let least = max(0, 1 - strength)
        return least + random.nextFloat() * (1 + strength - least)
    }
}

/// The augmentation part of a recipe, brought into an image's bounds.
package struct AugmentationSettings: Hashable {
    let flip: Bool
    let crop: Int
    package let cutout: Int
    let rotation: Float
    let brightness: Float
    let contrast: Float
    let saturation: Float

    package init(_ recipe: TrainingRecipe, shape: Shape) {
        let side = max(shape.height, shape.width)
        flip = recipe.flip
        crop = min(max(recipe.crop, 0), side)
        cutout = min(max(recipe.cutout, 0), 2 * side)
        rotation = Float(recipe.rotation)
        brightness = Float(recipe.brightness)
        contrast = Float(recipe.contrast)
        saturation = Float(recipe.saturation)
    }

    package var isActive: Bool { flip || crop > 0 || cutout > 0 || changesPixels }

    /// Whether images are more than moved: turned or recoloured.
    package var changesPixels: Bool { rotation > 0 || brightness > 0 || contrast > 0 || saturation > 0 }
}
