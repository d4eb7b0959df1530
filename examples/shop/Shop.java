import dev.templedb.branchdb.DatabaseBranch;
import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.data.DataColumn;
import dev.templedb.branchdb.data.Filter;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The shop by the Java API: a schema, rows as records, a transaction, and a branch that is merged and taken back.
class Shop {
    record Customer(String id, String name, String email) {}

    record Order(String id, String customerId, int total) {}

    public static void main(String[] arguments) {
        try (var databases = Databases.init(Path.of(arguments[0]))) {
            var shop = databases.create("shop", "What merchants sell");
            var main = shop.main();
            main.change(List.of(
                    new Change.CreateTable(Table.define("customers")
                            .withColumn(Column.of("name", "TEXT").withNotNull(true))
                            .withColumn(Column.of("email", "TEXT"))),
                    new Change.CreateTable(Table.define("orders")
                            .withColumn(Column.of("customer_id", "TEXT").withNotNull(true))
                            .withColumn(Column.of("total", "INTEGER").withNotNull(true))
                            .with(ForeignKey.of("customer_id", "customers", "id", ForeignKey.Action.CASCADE)))));

            // A tenant for a merchant; a customer and the first order are there together, or neither is.
            var acme = main.createTenant("acme");
            acme.writeData(data -> {
                data.table("customers").insert(new Customer("ada", "Ada", "ada@example.org"));
                data.table("customers").insert(new Customer("bob", "Bob", null));
                return data.table("orders").insertAll(List.of(
                        Map.of("id", "o1", "customer_id", "ada", "total", 1250),
                        Map.of("id", "o2", "customer_id", "bob", "total", 300)));
            });
            try {
                acme.writeData(data -> {
                    data.table("customers").insert(new Customer("eve", "Eve", null));
                    return data.table("orders").insert(new Order("o3", "nobody", 1));
                });
            } catch (RuntimeException refused) {
                System.out.println("Refused: " + refused.getMessage());
            }

            // Rows are read as records, and chosen by filters whose values are always bound.
            acme.table("orders").select(Order.class).where(Filter.gt("total", 1000)).orderBy("total").list()
                    .forEach(order -> System.out.println(order.customerId() + " ordered for " + order.total()));
            System.out.println(acme.table("customers").count() + " customers");

            // A branch has everything of main, and main sees nothing of it until it is merged.
            var loyalty = shop.createBranch("loyalty", "main");
            loyalty.change(List.of(Change.AddColumn.of("customers",
                    Column.of("points", "INTEGER").withNotNull(true).withDefault("0"))));
            System.out.println("On main before the merge: " + columns(main));
            loyalty.mergeInto("main");
            System.out.println("After it: " + columns(main));
            main.undo();
            System.out.println("Taken back: " + columns(main));
        }
    }

    private static List<String> columns(DatabaseBranch branch) {
        return branch.tenant("acme").query("SELECT * FROM customers").columns().stream().map(DataColumn::name).toList();
    }
}
