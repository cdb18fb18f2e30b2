using Mlp.Optimizers;
using Parameter = TorchSharp.Modules.Parameter;
using SGD = TorchSharp.Modules.SGD;

namespace Mlp.TorchSharp;

/// <summary>w -= lr*g, by torch.optim.SGD: without momentum and decay it agrees with Keras.</summary>
internal sealed class SgdUpdate(
    Sgd optimizer,
    IReadOnlyList<Parameter> variables,
    Precision precision
) : Update(optimizer, variables, precision)
{
    // A rate is asked for here, but each step sets its own.
    private readonly SGD sgd = torch.optim.SGD(variables, learningRate: 0);

    protected override void Move(IReadOnlyList<torch.Tensor> gradients, double rate)
    {
        sgd.ParamGroups.Single().LearningRate = rate;
        for (var i = 0; i < Variables.Count; i++)
        {
            Variables[i].grad = gradients[i];
        }

        sgd.step();
        sgd.zero_grad();
    }

    public override void Dispose() => sgd.Dispose();
}
