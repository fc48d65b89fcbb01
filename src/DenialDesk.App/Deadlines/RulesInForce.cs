using DenialDesk.App.Payers;
using DenialDesk.Domain.Deadlines;
using Npgsql;

namespace DenialDesk.App.Deadlines;

/// <summary>
/// The window rules in force: those shipped with the product, and those entered for single payers, which carry the contract name of their
/// payer in their scope and so rank above every shipped one.
/// </summary>
/// <param name="Shipped">Rules of no single payer, the defaults among them.</param>
/// <param name="Own">Rules entered for a payer, by payer id.</param>
public sealed record RulesInForce(IReadOnlyList<WindowRule> Shipped, IReadOnlyDictionary<int, IReadOnlyList<WindowRule>> Own)
{
    /// <summary>The contract name that stands for "this payer of this desk", in a rule's scope and in a denial's context.</summary>
    public static string ContractOf(int payerId) => $"desk:{payerId}";

    /// <summary>Everything that may apply to a payer's denials.</summary>
    public IReadOnlyList<WindowRule> For(int payerId) => [.. OwnOf(payerId), .. Shipped];

    /// <summary>The payer's own rules.</summary>
    public IReadOnlyList<WindowRule> OwnOf(int payerId) => Own.GetValueOrDefault(payerId, []);

    /// <summary>Reads them. Rules of no payer come from the table when it holds any, else from the product itself.</summary>
    internal static async Task<RulesInForce> LoadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellation)
    {
        // Index window_rule_payer: only versions in force.
        await using var command = new NpgsqlCommand(
            "select payer_id, rule_version, body::text from window_rule where retired_at is null order by rule_id", connection, transaction);
        var shipped = new List<WindowRule>();
        var own = new Dictionary<int, List<WindowRule>>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var rule = WindowRuleJson.Read(rows.GetString(2)) with { Version = rows.GetInt32(1) };
            if (rows.IsDBNull(0)) { shipped.Add(rule); }
            else if (own.TryGetValue(rows.GetInt32(0), out var list)) { list.Add(rule); }
            else { own[rows.GetInt32(0)] = [rule]; }
        }

        return new(shipped.Count > 0 ? shipped : ShippedWindowRules.All, own.ToDictionary(o => o.Key, o => (IReadOnlyList<WindowRule>)o.Value));
    }
}
