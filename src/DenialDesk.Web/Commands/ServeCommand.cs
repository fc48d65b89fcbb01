using DenialDesk.Web.Hosting;

namespace DenialDesk.Web.Commands;

/// <summary><c>serve</c>: the web application.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        await DeskHost.RunAsync(args, null);
        return 0;
    }
}
