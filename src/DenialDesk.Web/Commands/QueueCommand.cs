namespace DenialDesk.Web.Commands;

internal static class QueueCommand
{
    public static Task<int> RunAsync(string[] args) => Task.FromResult(args.Length);
}
