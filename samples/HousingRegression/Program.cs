// California housing by a network of 8-30-1: load, split twice, scale by what the training rows show, fit, evaluate, predict.
var housing = CaliforniaHousing.Load();
var (rest, test) = Split.TrainTestSplit(new Samples(housing.Features, housing.Target));
var (train, validation) = Split.TrainTestSplit(rest);

var scaler = new StandardScaler();
var trainX = scaler.FitTransform(train.X);
var validationX = scaler.Transform(validation.X);
var testX = scaler.Transform(test.X);

var net = new Sequential(new Input(8), new Dense(30, "relu"), new Dense(1));
Console.WriteLine(net.Summary());

using var model = net.Compile("mean_squared_error", "sgd", ["mae"]);
var history = model.Fit(trainX, train.Y, epochs: 20, validationData: (validationX, validation.Y));

Console.WriteLine("epoch   loss    mae  val_loss  val_mae");
foreach (var epoch in history.Epochs)
{
    var logs = epoch.Logs;
    Console.WriteLine(
        $"{epoch.Epoch + 1, 5}  {logs["loss"]:F3}  {logs["mae"]:F3}     {logs["val_loss"]:F3}    {logs["val_mae"]:F3}"
    );
}

var figures = model.Evaluate(testX, test.Y);
Console.WriteLine($"\ntest: MSE {figures["loss"]:F3}, MAE {figures["mae"]:F3}");

var predicted = model.Predict(testX.Slice(0, 3));
for (var row = 0; row < 3; row++)
{
    Console.WriteLine($"predicted {predicted[row]:F2}, was {test.Y[row]:F2}");
}
