using SimClr.Core.Samples.PaperStudies;

return new StudyCommand(StudyApplication.Run).Invoke(args, Console.Error);
