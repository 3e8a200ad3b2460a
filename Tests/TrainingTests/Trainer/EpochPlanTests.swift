import Datasets
import NAS
import NetworkGraph
import Testing

@testable import Training

@Suite struct EpochPlanTests {
    @Test func drawsAreAFunctionOfTheEpoch() throws {
        var recipe = TrainingRecipe()
        (recipe.flip, recipe.crop, recipe.cutout) = (true, 2, 3)
        let settings = AugmentationSettings(recipe, shape: SmallNetworks.digits.task.input)
        let job = SmallNetworks.job(try SmallNetworks.cnn(), .epochs(1), recipe: recipe)
        let first = EpochPlan(job, epoch: 0, count: 5000, augmentation: settings)
        let again = EpochPlan(job, epoch: 0, count: 5000, augmentation: settings)
        let next = EpochPlan(job, epoch: 1, count: 5000, augmentation: settings)
        #expect(first.order == again.order && first.augmentations == again.augmentations)
        #expect(first.order != next.order && first.augmentations != next.augmentations)
        #expect(first.order.sorted() == Array(0..<5000))
        // Each value as often as the others: five deviations of a binomial.
        let flips = first.augmentations.count { $0.isFlipped }
        #expect(abs(flips - 2500) < 177)
        for shift in -2...2 {
            #expect(abs(first.augmentations.count { $0.rowShift == shift } - 1000) < 142)
            #expect(abs(first.augmentations.count { $0.columnShift == shift } - 1000) < 142)
        }
        #expect(Set(first.augmentations.map(\.cutoutRow)) == Set(-1...6))
    }
}
