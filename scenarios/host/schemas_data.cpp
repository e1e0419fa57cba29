// What a network learns from.
#include "scenarios/host/schemas.hpp"

namespace lastmile::scenarios {
namespace {

using K = ParameterKind;

Parameter train_per_device(const char* doc) {
  return required("train_per_device", K::count, doc).between(1, 1e6);
}
Parameter test(const char* doc) { return required("test", K::count, doc).between(1, 1e6); }
Parameter partition() {
  return made_by("partition", {"iid", "shards", "dirichlet", "quantity", "by_user"},
                 "over the devices");
}
Parameter users(const char* name, const char* doc) {
  return optional(name, K::count, doc).between(1, 100'000);
}

void add_pictures(Schemas& all) {
  for (const char* generator : {"objects", "digits"}) {
    all.push_back({generator,
                   {optional("image", K::text, "HEIGHTxWIDTHxCHANNELS, to be sure of it"),
                    train_per_device("labelled images"), test("images held out"), partition()}});
  }
}

/// Drawn users and their samples, of which some are held out.
void add_of_users(Schemas& all, const char* generator, std::vector<Parameter> parameters) {
  parameters.push_back(train_per_device("samples, mean over devices"));
  parameters.push_back(test("samples held out, of all users"));
  parameters.push_back(partition());
  all.push_back({generator, std::move(parameters)});
}

void add_users(Schemas& all) {
  add_of_users(
      all, "texts",
      {users("users", "who write, each in a style of his own; default: one a device"),
       optional("length", K::count, 20, "letters of a sample").between(2, 1000),
       optional("style", K::number, 0.3, "share of habits that are a user's own").between(0, 1),
       choice("labels", {"next", "every"}, "next",
              "next: the letter behind the text; every: behind every letter of it")});
  add_of_users(all, "sensors",
               {users("users", "who carry an accelerometer; default: one a device"),
                optional("difference", K::number, 1, "of users; 0: all alike").between(0, 1.5),
                optional("faults", K::number, 0,
                         "share of windows with a stuck sensor, a fall, a cut-off axis")
                    .between(0, 1),
                choice("labels", {"activity", "fault"}, "activity", "what is to be told")});
  add_of_users(
      all, "scenes",
      {users("cameras", "that see the same objects pass; default: one a device"),
       optional("side", K::count, 32, "pixels, of a picture of one object").between(8, 128),
       optional("hours", K::number, 24, "that the scene goes on").between(0.01, 1000),
       optional("start_hour", K::number, 0, "of the day").between(0, 24),
       optional("visits_per_hour", K::number, 60, "that begin at a camera").between(0.01, 10'000)});
  add_of_users(all, "synthetic",
               {required("alpha", K::number, "how much the users' models differ").between(0, 1e3),
                required("beta", K::number, "how much their features do").between(0, 1e3),
                users("users", "whose amounts differ, 50 at least; default: one a device")});
}

void add_files(Schemas& all) {
  all.push_back(
      {"files",
       {required("path", K::text,
                 "data below the scenario's folder: IDX, CIFAR-10, CSV, "
                 "LEAF JSON, NPZ, or folders of pictures"),
        optional("test_path", K::text,
                 "images held out; the same path: its part 'test'; "
                 "default: out of 'path'"),
        optional("label", K::text, "", "CSV: the column of labels"),
        train_per_device("samples, mean over devices"), test("samples held out"), partition()}});
}

void add_partitions(Schemas& all) {
  all.push_back({"iid", {}});
  all.push_back({"by_user", {}});
  all.push_back({"quantity", {required("alpha", K::number, "small is uneven").between(1e-3, 1e6)}});
  all.push_back({"shards", {required("per_device", K::count, "shards").between(1, 1000)}});
  all.push_back(
      {"dirichlet", {required("alpha", K::number, "small is uneven").between(1e-3, 1e6)}});
}

}  // namespace

void add_data_schemas(Schemas& all) {
  add_pictures(all);
  add_users(all);
  add_files(all);
  add_partitions(all);
}

}  // namespace lastmile::scenarios
