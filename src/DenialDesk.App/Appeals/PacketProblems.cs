using System.Text.Json;
using DenialDesk.App.Documents;
using DenialDesk.App.Payers;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.Payers;
using Npgsql;

namespace DenialDesk.App.Appeals;

/// <summary>What stands against a packet as things are now: asked when it is made, and again when the appeal is made ready, since the payer's channel and the papers asked for may have changed between.</summary>
internal static class PacketProblems
{
    /// <summary>Of a packet of some size and what goes beside it.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, AppealRecord appeal, Channel? wish, long bytes, int pages, IReadOnlyList<SeparateEnclosure> beside, CancellationToken cancellation)
        => PacketCheck.Problems(
            await ChannelAsync(connection, transaction, appeal, wish, cancellation), bytes, pages, await MissingAsync(connection, transaction, appeal, cancellation), beside);

    /// <summary>The appeal's facts with what stands against its newest packet today, besides what stood against it when it was made.</summary>
    public static async Task<AppealFacts> AgainAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, AppealRecord appeal, CancellationToken cancellation)
    {
        // Index appeal_packet_appeal.
        await using var command = new NpgsqlCommand(
            "select length(content), pages, beside::text from appeal_packet where practice_id = $1 and appeal_id = $2 order by packet_id desc limit 1", connection, transaction)
        {
            Parameters = { new() { Value = appeal.PracticeId }, new() { Value = appeal.AppealId } },
        };
        var (bytes, pages, beside) = (0L, 0, "");
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await r.ReadAsync(cancellation)) { return appeal.Facts; }

            (bytes, pages, beside) = (r.GetInt32(0), r.GetInt32(1), r.GetString(2));
        }

        var files = JsonSerializer.Deserialize<List<SeparateEnclosure>>(beside, JsonSerializerOptions.Web) ?? [];
        var now = await OfAsync(connection, transaction, appeal, CodeNames.TryRead<Channel>(appeal.Channel), bytes, pages, files, cancellation);
        return appeal.Facts with { PacketProblems = [.. appeal.Facts.PacketProblems.Concat(now).Distinct()] };
    }

    /// <summary>The payer's channel of that kind for the level; the first for the level when none was chosen.</summary>
    private static async Task<PayerChannel?> ChannelAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, AppealRecord appeal, Channel? wish, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select body::text from payer_conduct where payer_id = $1 order by version desc limit 1", connection, transaction) { Parameters = { new() { Value = appeal.PayerId } } };
        if (await command.ExecuteScalarAsync(cancellation) is not string body) { return null; }

        var channels = SeeConduct.Read(body).For(appeal.Level);
        return wish is null ? channels.Count > 0 ? channels[0] : null : channels.FirstOrDefault(c => c.Channel == wish);
    }

    /// <summary>Documents its denials need that are neither there nor waived, each once.</summary>
    private static async Task<IReadOnlyList<string>> MissingAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, AppealRecord appeal, CancellationToken cancellation)
    {
        var missing = new List<string>();
        foreach (var denial in appeal.Denials)
        {
            missing.AddRange((await RequiredDocuments.MissingAsync(connection, transaction, appeal.PracticeId, denial, appeal.Today, cancellation)).Select(DocumentKinds.Words));
        }

        return [.. missing.Distinct()];
    }
}
