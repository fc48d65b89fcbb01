namespace DenialDesk.Web.Commands;

internal static class DemoCommand
{
    public static Task<int> RunAsync(string[] args) => Task.FromResult(args.Length);
}
