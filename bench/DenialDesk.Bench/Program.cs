using DenialDesk.Bench;

var rest = args.Skip(1).ToArray();
switch (args.FirstOrDefault())
{
    case "reader":
        return ReaderBench.Run(rest);
    default:
        Console.Error.WriteLine("verbs: reader; options: --json, --full");
        return 2;
}
