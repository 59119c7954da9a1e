// Finds the pictures of a folder that look like an example. Usage: dotnet run -c Release -- MODEL FOLDER PICTURE [how many]; the model is an
// ONNX file or a checkpoint of SimClr.Core.
using SimClr.Core.Samples.SearchImages;

return await SearchCommand.RunAsync(args, Console.Out, Console.Error);
