using DenialDesk.App.Payers;
using DenialDesk.Domain.Deadlines;
using Npgsql;

namespace DenialDesk.App.Deadlines;

/// <summary>What a first clock is worked out from. All days are the payer's or the practice's calendar days.</summary>
internal sealed record ClockFacts
{
    public required int PayerId { get; init; }

    public required DateOnly RemitDate { get; init; }

    /// <summary>The first adverse remittance of this claim by this payer; later ones do not restart a clock.</summary>
    public required DateOnly FirstDeniedOn { get; init; }

    public DateOnly? ServiceFrom { get; init; }

    public DateOnly? ServiceTo { get; init; }

    public required string Category { get; init; }

    public IReadOnlyList<string> Carcs { get; init; } = [];

    public IReadOnlyList<string> Rarcs { get; init; } = [];

    public bool Appealable { get; init; } = true;

    public bool Clinical { get; init; }

    /// <summary>"professional" or "institutional", where the bill type tells.</summary>
    public string? ClaimType { get; init; }

    public string? PracticeState { get; init; }
}

/// <summary>The window rules in force, and the first clock of a denial by them. A payer's own rules stand before the shipped ones.</summary>
internal sealed class ClockSetting
{
    private readonly List<WindowRule> _shipped = [];
    private readonly Dictionary<int, List<WindowRule>> _own = [];
    private readonly Dictionary<int, KnownPayer> _payers = [];

    private ClockSetting()
    {
    }

    /// <summary>Reads rules and payers once; good for the length of one transaction.</summary>
    public static async Task<ClockSetting> LoadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellation)
    {
        var setting = new ClockSetting();
        // Served by window_rule_in_force.
        await using (var command = new NpgsqlCommand("select payer_id, body::text from window_rule where retired_at is null", connection, transaction))
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                setting.Add(rows.IsDBNull(0) ? null : rows.GetInt32(0), WindowRuleJson.Read(rows.GetString(1)));
            }
        }

        await using var payers = new NpgsqlCommand("select payer_id, name, plan, family, lob, state, network, funding from payer", connection, transaction);
        await using var found = await payers.ExecuteReaderAsync(cancellation);
        while (await found.ReadAsync(cancellation))
        {
            string? Cell(int i) => found.IsDBNull(i) ? null : found.GetString(i);
            setting.Know(new(found.GetInt32(0), found.GetString(1), Cell(2), Cell(3), Cell(4), Cell(5), Cell(6), Cell(7)));
        }

        return setting;
    }

    /// <summary>A payer made after the rules were read.</summary>
    public void Know(KnownPayer payer) => _payers[payer.PayerId] = payer;

    /// <summary>The same rules with a payer's own replaced: for a preview.</summary>
    public ClockSetting With(int payerId, IReadOnlyList<WindowRule> own)
    {
        var changed = new ClockSetting();
        changed._shipped.AddRange(_shipped);
        foreach (var (id, rules) in _own) { changed._own[id] = rules; }

        foreach (var (id, payer) in _payers) { changed._payers[id] = payer; }

        changed._own[payerId] = [.. own];
        return changed;
    }

    /// <summary>The first clock; there always is one, if only the conservative default.</summary>
    public Deadline First(ClockFacts facts)
    {
        var payer = _payers.GetValueOrDefault(facts.PayerId);
        var context = new WindowContext
        {
            Payer = payer?.Plan,
            PayerFamily = payer?.Family,
            Lob = payer?.Lob,
            State = payer?.State ?? facts.PracticeState,
            Network = payer?.Network,
            Funding = payer?.Funding,
            ClaimType = facts.ClaimType,
            DenialCategory = facts.Category,
            Carcs = facts.Carcs,
            Rarcs = facts.Rarcs,
            DisputeType = facts.Clinical ? "clinical" : "payment",
        };
        var events = WindowEvents.OfDenial(facts.RemitDate, facts.FirstDeniedOn, facts.RemitDate, facts.ServiceFrom, facts.ServiceTo);
        return FirstClock.Of(RulesFor(facts.PayerId), context, events, facts.Appealable);
    }

    /// <summary>A payer's own rule for an action puts the shipped ones for that action out of play, except those that say there is no right at all.</summary>
    private List<WindowRule> RulesFor(int payerId)
    {
        if (!_own.TryGetValue(payerId, out var own) || own.Count == 0) { return _shipped; }

        var covered = own.Select(r => r.Action).ToHashSet();
        return [.. own, .. _shipped.Where(r => r.Right == WindowRight.None || !covered.Contains(r.Action))];
    }

    private void Add(int? payerId, WindowRule rule)
    {
        if (payerId is not { } payer) { _shipped.Add(rule); }
        else if (_own.TryGetValue(payer, out var rules)) { rules.Add(rule); }
        else { _own[payer] = [rule]; }
    }
}
