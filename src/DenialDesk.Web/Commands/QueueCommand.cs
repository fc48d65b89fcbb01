using System.Globalization;
using System.Text.Json;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Money;

namespace DenialDesk.Web.Commands;

/// <summary><c>queue [--top N] [--json]</c>: the top of the queue.</summary>
internal static class QueueCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var at = Array.IndexOf(args, "--top");
        var top = 20;
        if (at >= 0 && (at + 1 >= args.Length || !int.TryParse(args[at + 1], CultureInfo.InvariantCulture, out top) || top < 1))
        {
            await Console.Error.WriteLineAsync("--top wants a whole number from 1.");
            return 2;
        }

        await using var desk = await DeskScope.OpenAsync();
        var rows = await desk.Get<ListQueue>().Run(new ListQueue.Input { Filter = new QueueFilter(), Take = top }, Actor.Desk, CancellationToken.None);
        if (args.Contains("--json"))
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(rows, JsonSerializerOptions.Web));
            return 0;
        }

        var place = 0;
        foreach (var row in rows)
        {
            await Console.Out.WriteLineAsync(
                $"{++place,4}  {row.Account,-20} {row.Payer,-32} {row.Group}-{row.Carc,-5} {Dollars.Text(row.Denied),12}  due {row.Due:yyyy-MM-dd}  {row.Owner ?? "-"}");
        }

        return 0;
    }
}
