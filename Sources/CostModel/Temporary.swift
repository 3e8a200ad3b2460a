import NAS
extension InferredGraph { func peakActivationBytes() -> Int { nodes.map { 4 * $0.shape.elements }.max() ?? 0 } }
