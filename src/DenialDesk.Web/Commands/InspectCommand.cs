namespace DenialDesk.Web.Commands;

internal static class InspectCommand
{
    public static Task<int> RunAsync(string[] args) => Task.FromResult(args.Length);
}
