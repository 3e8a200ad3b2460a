public import Support

extension SearchSpace {
    /// Returns the space with settings in the place of those of its `train:` part.
    ///
    /// - Throws: a diagnostic, without a place in the file, for settings that the space cannot have.
    public func with(recipe: RecipeSettings) throws(Diagnostic) -> SearchSpace {
        let text = try recipe.applied(to: text)
        var space: SearchSpace
        do {
            space = try SearchSpace(yaml: text, fileName: fileName)
        } catch {
            // The file has no such line.
            throw Diagnostic(error.message, hint: error.hint)
        }
        space.recipe = recipe
        return space
    }
}
