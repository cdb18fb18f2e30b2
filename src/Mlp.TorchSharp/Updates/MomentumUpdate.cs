using Mlp.Optimizers;

namespace Mlp.TorchSharp;

/// <summary>
/// v = Momentum*v - lr*g, w += v; with Nesterov w += Momentum*v - lr*g. torch.optim.SGD keeps the rate outside the velocity,
/// which differs as soon as the rate changes.
/// </summary>
internal sealed class MomentumUpdate : Update
{
    private readonly Sgd optimizer;
    private readonly torch.Tensor[] velocities;

    public MomentumUpdate(Sgd optimizer, IReadOnlyList<torch.Tensor> variables, Precision precision)
        : base(optimizer, variables, precision)
    {
        this.optimizer = optimizer;
        velocities = Zeros();
    }

    public override IEnumerable<(string Name, torch.Tensor[] Values)> Slots =>
        [("velocity", velocities)];

    protected override void Move(IReadOnlyList<torch.Tensor> gradients, double rate)
    {
        for (var i = 0; i < Variables.Count; i++)
        {
            var (w, g, v) = (Variables[i], gradients[i], velocities[i]);
            v.copy_(v.Times(optimizer.Momentum) - g.Times(rate));
            w.Increase(optimizer.Nesterov ? v.Times(optimizer.Momentum) - g.Times(rate) : v);
        }
    }

    public override void Dispose() => Array.ForEach(velocities, v => v.Dispose());
}
