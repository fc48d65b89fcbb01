using DenialDesk.App;
using DenialDesk.Web.Hosting;

namespace DenialDesk.Web.Commands;

/// <summary><c>demo</c>: the web application with the demo practice, in a data folder of its own inside the desk's.</summary>
internal static class DemoCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = DeskOptions.From(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build());
        var folder = Path.Combine(options.DataFolder, "demo");
        await DeskHost.RunAsync([.. args, "--DENIALDESK_DATA", folder], services => PrepareAsync(services, Path.Combine(folder, "files")));
        return 0;
    }

    private static async Task PrepareAsync(IServiceProvider services, string files)
    {
        T Make<T>(params object[] with) => ActivatorUtilities.CreateInstance<T>(services, with);
        var ends = Make<EndsDemo>(Make<AppealDemo>(), Make<AnswerDemo>());
        var refusal = await Make<LoadDemo>(Make<WorkDemo>(Make<PaperDemo>()), Make<PreventionDemo>(), ends).Run(files, Console.Out, CancellationToken.None);
        if (refusal is not null) { throw new InvalidOperationException(refusal.Sentence); }
    }
}
