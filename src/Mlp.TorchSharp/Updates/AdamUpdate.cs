using Mlp.Optimizers;

namespace Mlp.TorchSharp;

/// <summary>
/// m += (g - m)*(1 - Beta1), v += (g^2 - v)*(1 - Beta2), w -= lr * sqrt(1 - Beta2^t) / (1 - Beta1^t) * m / (sqrt(v) + Epsilon).
/// torch.optim.Adam adds epsilon to the bias-corrected root, which differs on small gradients.
/// </summary>
internal sealed class AdamUpdate : Update
{
    private readonly Adam optimizer;
    private readonly torch.Tensor[] means;
    private readonly torch.Tensor[] squares;

    public AdamUpdate(Adam optimizer, IReadOnlyList<torch.Tensor> variables, Precision precision)
        : base(optimizer, variables, precision)
    {
        this.optimizer = optimizer;
        means = Zeros();
        squares = Zeros();
    }

    public override IEnumerable<(string Name, torch.Tensor[] Values)> Slots =>
        [("first_moment", means), ("second_moment", squares)];

    protected override void Move(IReadOnlyList<torch.Tensor> gradients, double rate)
    {
        var t = Steps + 1;
        var (beta1, beta2) = (optimizer.Beta1, optimizer.Beta2);
        var alpha = rate * Math.Sqrt(1 - Math.Pow(beta2, t)) / (1 - Math.Pow(beta1, t));
        for (var i = 0; i < Variables.Count; i++)
        {
            var (w, g, m, v) = (Variables[i], gradients[i], means[i], squares[i]);
            m.Increase((g - m).Times(1 - beta1));
            v.Increase((g.Squared() - v).Times(1 - beta2));
            w.sub_(m.Times(alpha) / v.sqrt().Plus(optimizer.Epsilon));
        }
    }

    public override void Dispose()
    {
        Array.ForEach(means, m => m.Dispose());
        Array.ForEach(squares, v => v.Dispose());
    }
}
