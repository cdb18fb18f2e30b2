// Fashion-MNIST by a network of 784-300-100-10: load, hold rows out to validate on, build, compile, fit, evaluate, predict.
// The number of epochs may be given: dotnet run --project samples/FashionClassifier -- 5
var epochs = 30;
if (args.Length > 0 && !(int.TryParse(args[0], out epochs) && epochs > 0))
{
    Console.Error.WriteLine($"'{args[0]}' is no number of epochs: give a whole number from 1.");
    return 2;
}

var data = FashionMnist.Load();
var (validation, train) = (data.Train.Slice(0, 5_000), data.Train.Slice(5_000, 60_000));

var net = new Sequential(
    new Input(28, 28),
    new Flatten(),
    new Dense(300, "relu"),
    new Dense(100, "relu"),
    new Dense(10, "softmax")
);
Console.WriteLine(net.Summary());

using var model = net.Compile("sparse_categorical_crossentropy", "sgd", ["accuracy"]);
var history = model.Fit(train.X, train.Y, epochs: epochs, validationData: validation);

Console.WriteLine("epoch   loss  accuracy  val_loss  val_accuracy");
foreach (var epoch in history.Epochs)
{
    var logs = epoch.Logs;
    Console.WriteLine(
        $"{epoch.Epoch + 1, 5}  {logs["loss"]:F3}     {logs["accuracy"]:F3}     {logs["val_loss"]:F3}         {logs["val_accuracy"]:F3}"
    );
}

Console.WriteLine();
Console.Write(history.Diagnose());

var test = model.Evaluate(data.Test);
Console.WriteLine($"\ntest: loss {test["loss"]:F3}, accuracy {test["accuracy"]:F3}");

var three = data.Test.X.Slice(0, 3);
var probabilities = model.Predict(three);
var classes = model.PredictClasses(three, FashionMnist.ClassNames);
for (var row = 0; row < 3; row++)
{
    var shares = Enumerable.Range(0, 10).Select(label => $"{probabilities[row, label]:F2}");
    Console.WriteLine($"{string.Join(" ", shares)}  {classes[row]}");
}

return 0;
