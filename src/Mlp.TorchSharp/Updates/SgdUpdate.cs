using Mlp.Optimizers;

namespace Mlp.TorchSharp;

/// <summary>
/// w -= lr*g. torch.optim.SGD says the same, but its step makes scalars that nothing holds (see <see cref="Arithmetic"/>).
/// </summary>
internal sealed class SgdUpdate(
    Sgd optimizer,
    IReadOnlyList<torch.Tensor> variables,
    Precision precision
) : Update(optimizer, variables, precision)
{
    public override IEnumerable<(string Name, torch.Tensor[] Values)> Slots => [];

    protected override void Move(IReadOnlyList<torch.Tensor> gradients, double rate)
    {
        for (var i = 0; i < Variables.Count; i++)
        {
            Variables[i].sub_(gradients[i].Times(rate));
        }
    }

    public override void Dispose() { }
}
