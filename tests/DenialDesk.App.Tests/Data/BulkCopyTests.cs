using DenialDesk.App.Data;
using Npgsql;

namespace DenialDesk.App.Tests.Data;

/// <summary>What is copied in is read back by the driver: the same values, whatever their kind.</summary>
public sealed class BulkCopyTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_of_cell_comes_back_as_it_was_written()
    {
        await using var connection = await TableAsync("a int, b smallint, c bigint, d text, e numeric, f date, g timestamptz, h timestamp, i boolean, j uuid, k bytea, l jsonb, m text[], n text[]");
        var (at, id) = (new DateTimeOffset(1999, 12, 31, 23, 59, 58, 123, TimeSpan.FromHours(-5)).AddMicroseconds(456), Guid.NewGuid());
        await using (var copy = await BulkCopy.IntoAsync(connection, "cells", Stop))
        {
            copy.Row().Int(-7).Small(short.MinValue).Long(long.MaxValue).Text("Jos\u00e9 \U0001F600 \"x\"\n").Money(-1234567.05m).Day(new(1996, 2, 29)).At(at)
                .Moment(new DateTime(2024, 2, 29, 12, 30, 0)).Flag(true).Id(id).Bytes([0, 255, 1]).Json("""{"a": ["é", 1.50]}""").Texts(["MA130", "", "ñ"]).Texts([]);
            await copy.DoneAsync(Stop);
        }

        await using var command = new NpgsqlCommand("select * from cells", connection);
        await using var row = await command.ExecuteReaderAsync(Stop);
        Assert.True(await row.ReadAsync(Stop));
        Assert.Equal(-7, row.GetInt32(0));
        Assert.Equal(short.MinValue, row.GetInt16(1));
        Assert.Equal(long.MaxValue, row.GetInt64(2));
        Assert.Equal("Jos\u00e9 \U0001F600 \"x\"\n", row.GetString(3));
        Assert.Equal(-1234567.05m, row.GetDecimal(4));
        Assert.Equal(new DateOnly(1996, 2, 29), row.GetFieldValue<DateOnly>(5));
        Assert.Equal(at, row.GetFieldValue<DateTimeOffset>(6));
        Assert.Equal(new DateTime(2024, 2, 29, 12, 30, 0), row.GetDateTime(7));
        Assert.True(row.GetBoolean(8));
        Assert.Equal(id, row.GetGuid(9));
        Assert.Equal([0, 255, 1], row.GetFieldValue<byte[]>(10));
        Assert.Equal("""{"a": ["é", 1.50]}""", row.GetString(11));
        Assert.Equal(["MA130", "", "ñ"], row.GetFieldValue<string[]>(12));
        Assert.Empty(row.GetFieldValue<string[]>(13));
    }

    [Fact]
    public async Task Nothing_is_null()
    {
        await using var connection = await TableAsync("a int, b bigint, c text, d numeric, e date, f timestamptz, g uuid");
        await using (var copy = await BulkCopy.IntoAsync(connection, "cells", Stop))
        {
            copy.Row().Int(null).Long(null).Text(null).Money(null).Day(null).At(null).Id(null);
            await copy.DoneAsync(Stop);
        }

        Assert.Equal(1L, await ScalarAsync(connection, "select count(*) from cells where num_nonnulls(a, b, c, d, e, f, g) = 0"));
    }

    [Fact]
    public async Task A_number_keeps_every_digit_and_place()
    {
        var numbers = new List<decimal>
        {
            0m, 0.00m, 1m, -1m, 0.01m, -0.01m, 0.1m, 0.0001m, 0.00001m, 9_999m, 10_000m, 10_000.00m, 99_999_999.99m, 100_000_000m, 0.9999m, 1.00010m,
            decimal.MaxValue, decimal.MinValue, decimal.MaxValue / 10_000m, 0.0000000000000000000000000001m, -7.9228162514264337593543950335m, ulong.MaxValue, (decimal)ulong.MaxValue + 1m,
        };
        var random = new Random(20260107);
        for (var i = 0; i < 20_000; i++)
        {
            numbers.Add(new decimal(random.Next(int.MinValue, int.MaxValue), i % 3 == 0 ? random.Next() : 0, i % 7 == 0 ? random.Next() : 0, random.Next(2) == 0, (byte)random.Next(0, 29)));
        }

        await using var connection = await TableAsync("at int, n numeric");
        await using (var copy = await BulkCopy.IntoAsync(connection, "cells", Stop))
        {
            for (var i = 0; i < numbers.Count; i++) { copy.Row().Int(i).Money(numbers[i]); }

            await copy.DoneAsync(Stop);
        }

        await using var command = new NpgsqlCommand("select n::text from cells order by at", connection);
        await using var rows = await command.ExecuteReaderAsync(Stop);
        foreach (var number in numbers)
        {
            Assert.True(await rows.ReadAsync(Stop));
            Assert.Equal(number == 0m ? Math.Abs(number).ToString(System.Globalization.CultureInfo.InvariantCulture) : number.ToString(System.Globalization.CultureInfo.InvariantCulture), rows.GetString(0));
        }
    }

    [Fact]
    public async Task Rows_larger_than_the_buffer_and_thousands_of_small_ones_arrive()
    {
        await using var connection = await TableAsync("at int, d text, k bytea");
        var (long_text, bytes) = (new string('é', 300_000), new byte[1_000_000]);
        await using (var copy = await BulkCopy.IntoAsync(connection, "cells", Stop))
        {
            for (var i = 0; i < 30_000; i++) { copy.Row().Int(i).Text(i % 10_000 == 5 ? long_text : "x").Bytes(i % 10_000 == 7 ? bytes : [1]); }

            await copy.DoneAsync(Stop);
        }

        Assert.Equal(30_000L, await ScalarAsync(connection, "select count(distinct at) from cells where length(d) in (1, 300000) and length(k) in (1, 1000000)"));
        Assert.Equal(3L, await ScalarAsync(connection, "select count(*) from cells where length(d) = 300000"));
    }

    [Fact]
    public async Task A_copy_that_is_not_ended_leaves_nothing_and_the_connection_works()
    {
        await using var connection = await TableAsync("at int");
        await using (var copy = await BulkCopy.IntoAsync(connection, "cells", Stop))
        {
            for (var i = 0; i < 50_000; i++) { copy.Row().Int(i); }
        }

        Assert.Equal(0L, await ScalarAsync(connection, "select count(*) from cells"));
    }

    [Fact]
    public async Task A_row_that_the_database_refuses_is_told_at_the_end_and_nothing_stays()
    {
        await using var connection = await TableAsync("at int check (at < 40000)");
        var refused = await Assert.ThrowsAsync<PostgresException>(async () =>
        {
            await using var copy = await BulkCopy.IntoAsync(connection, "cells", Stop);
            for (var i = 0; i < 50_000; i++) { copy.Row().Int(i); }

            await copy.DoneAsync(Stop);
        });

        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
        Assert.Equal(0L, await ScalarAsync(connection, "select count(*) from cells"));
    }

    private async Task<NpgsqlConnection> TableAsync(string columns)
    {
        var connection = await desk.Database.OpenConnectionAsync(Stop);
        await using var command = new NpgsqlCommand($"drop table if exists pg_temp.cells; create temp table cells ({columns})", connection);
        await command.ExecuteNonQueryAsync(Stop);
        return connection;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Stop);
    }
}
