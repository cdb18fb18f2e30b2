using Mlp.Optimizers;

namespace Mlp.TorchSharp;

/// <summary>
/// v = Rho*v + (1 - Rho)*g^2, s = lr*g / sqrt(v + Epsilon), w -= s; with momentum u = Momentum*u + s, w -= u; centered:
/// a = Rho*a + (1 - Rho)*g and v - a^2 under the root. torch.optim.RMSprop has epsilon outside the root.
/// </summary>
internal sealed class RmsPropUpdate : Update
{
    private readonly RmsProp optimizer;
    private readonly torch.Tensor[] squares;
    private readonly torch.Tensor[] means;
    private readonly torch.Tensor[] velocities;

    public RmsPropUpdate(
        RmsProp optimizer,
        IReadOnlyList<torch.Tensor> variables,
        Precision precision
    )
        : base(optimizer, variables, precision)
    {
        this.optimizer = optimizer;
        squares = Zeros();
        means = Zeros();
        velocities = Zeros();
    }

    public override IEnumerable<(string Name, torch.Tensor[] Values)> Slots
    {
        get
        {
            yield return ("mean_square", squares);
            if (optimizer.Centered)
            {
                yield return ("mean_gradient", means);
            }

            if (optimizer.Momentum > 0)
            {
                yield return ("velocity", velocities);
            }
        }
    }

    protected override void Move(IReadOnlyList<torch.Tensor> gradients, double rate)
    {
        var rho = optimizer.Rho;
        for (var i = 0; i < Variables.Count; i++)
        {
            var (w, g, v, a, u) = (Variables[i], gradients[i], squares[i], means[i], velocities[i]);
            v.copy_(v.Times(rho).Plus(g.Squared().Times(1 - rho)));
            var under = v;
            if (optimizer.Centered)
            {
                a.copy_(a.Times(rho).Plus(g.Times(1 - rho)));
                under = v - a.Squared();
            }

            var s = g.Times(rate) / under.Plus(optimizer.Epsilon).sqrt();
            u.copy_(optimizer.Momentum > 0 ? u.Times(optimizer.Momentum).Plus(s) : s);
            w.sub_(u);
        }
    }

    public override void Dispose()
    {
        Array.ForEach(squares, v => v.Dispose());
        Array.ForEach(means, a => a.Dispose());
        Array.ForEach(velocities, u => u.Dispose());
    }
}
