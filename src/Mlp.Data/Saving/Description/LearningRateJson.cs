using System.Text.Json.Nodes;
using Mlp.Optimizers;

namespace Mlp.Data;

/// <summary>A schedule by Keras' name, with all its parameters.</summary>
internal static class LearningRateJson
{
    public static JsonObject Write(LearningRate rate)
    {
        switch (rate)
        {
            case ConstantRate constant:
                return new() { ["schedule"] = "Constant", ["rate"] = Json.Number(constant.Rate) };
            case ExponentialDecay decay:
                return new()
                {
                    ["schedule"] = "ExponentialDecay",
                    ["initial_learning_rate"] = Json.Number(decay.Initial),
                    ["decay_steps"] = Json.Number(decay.DecaySteps),
                    ["decay_rate"] = Json.Number(decay.DecayRate),
                    ["staircase"] = decay.Staircase,
                };
            case PiecewiseConstantDecay decay:
                return new()
                {
                    ["schedule"] = "PiecewiseConstantDecay",
                    ["boundaries"] = Json.List(decay.Boundaries.Select(Json.Number)),
                    ["values"] = Json.List(decay.Values.Select(Json.Number)),
                };
            case PolynomialDecay decay:
                return new()
                {
                    ["schedule"] = "PolynomialDecay",
                    ["initial_learning_rate"] = Json.Number(decay.Initial),
                    ["decay_steps"] = Json.Number(decay.DecaySteps),
                    ["end_learning_rate"] = Json.Number(decay.End),
                    ["power"] = Json.Number(decay.Power),
                    ["cycle"] = decay.Cycle,
                };
            case InverseTimeDecay decay:
                return new()
                {
                    ["schedule"] = "InverseTimeDecay",
                    ["initial_learning_rate"] = Json.Number(decay.Initial),
                    ["decay_steps"] = Json.Number(decay.DecaySteps),
                    ["decay_rate"] = Json.Number(decay.DecayRate),
                    ["staircase"] = decay.Staircase,
                };
            case CosineDecay decay:
                var json = new JsonObject
                {
                    ["schedule"] = "CosineDecay",
                    ["initial_learning_rate"] = Json.Number(decay.Initial),
                    ["decay_steps"] = Json.Number(decay.DecaySteps),
                    ["alpha"] = Json.Number(decay.Alpha),
                    ["warmup_steps"] = Json.Number(decay.WarmupSteps),
                };
                json.AddOptional("warmup_target", decay.WarmupTarget);
                return json;
            default:
                throw new NotSupportedException($"A schedule {rate} cannot be saved.");
        }
    }

    public static LearningRate Read(Fields fields)
    {
        LearningRate rate = fields.Text("schedule") switch
        {
            "Constant" => new ConstantRate(fields.Number("rate")),
            "ExponentialDecay" => new ExponentialDecay(
                fields.Number("initial_learning_rate"),
                fields.Number("decay_steps"),
                fields.Number("decay_rate"),
                fields.Flag("staircase")
            ),
            "PiecewiseConstantDecay" => new PiecewiseConstantDecay(
                fields.Numbers("boundaries"),
                fields.Numbers("values")
            ),
            "PolynomialDecay" => new PolynomialDecay(
                fields.Number("initial_learning_rate"),
                fields.Number("decay_steps"),
                fields.Number("end_learning_rate"),
                fields.Number("power"),
                fields.Flag("cycle")
            ),
            "InverseTimeDecay" => new InverseTimeDecay(
                fields.Number("initial_learning_rate"),
                fields.Number("decay_steps"),
                fields.Number("decay_rate"),
                fields.Flag("staircase")
            ),
            "CosineDecay" => new CosineDecay(
                fields.Number("initial_learning_rate"),
                fields.Number("decay_steps"),
                fields.Number("alpha"),
                fields.OptionalNumber("warmup_target"),
                fields.Number("warmup_steps")
            ),
            var other => throw Names.Unknown(
                "schedule",
                other,
                [
                    "Constant",
                    "ExponentialDecay",
                    "PiecewiseConstantDecay",
                    "PolynomialDecay",
                    "InverseTimeDecay",
                    "CosineDecay",
                ]
            ),
        };
        fields.Done();
        return rate;
    }
}
