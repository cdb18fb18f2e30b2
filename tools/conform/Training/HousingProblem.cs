using Mlp;
using Mlp.Data;
using Mlp.Native;

namespace Conform.Training;

/// <summary>
/// California housing, scaled by its training rows. Test and validation are cut as scikit-learn's train_test_split does twice: a quarter, then a
/// quarter of the rest.
/// </summary>
internal static class HousingProblem
{
    public const string Name = "california-housing";

    public static Problem Of(CaliforniaHousing data) =>
        new(
            Name,
            [CaliforniaHousing.FeatureNames.Count],
            1,
            null,
            seed =>
            {
                var (rest, test) = Split.TrainTestSplit(
                    new Samples(data.Features, data.Target),
                    seed: seed
                );
                var (train, validation) = Split.TrainTestSplit(rest, seed: seed);
                var scaler = new StandardScaler();
                scaler.Fit(train.X);
                Samples Scaled(Samples rows) =>
                    rows with
                    {
                        X = scaler.Transform(rows.X).ToFloat32(),
                    };
                return new(Scaled(train), Scaled(validation), Scaled(test));
            }
        );
}
