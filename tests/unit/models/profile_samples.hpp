// Profiles written here in the forms of five frameworks: a few rows each.
#pragma once

namespace lastmile::models::test {

inline constexpr const char* kBenchncnn =
    "[0 Some GPU]  queueC=2[8]  queueG=0[16]\n"
    "0 max freq = 1804800 khz\n"
    "loop_count = 8\nnum_threads = 4\npowersave = 0\ngpu_device = -1\ncooling_down = 1\n"
    "          squeezenet  min =   93.50  max =   94.78  avg =   94.25\n"
    "           mobilenet  min =  113.00  max =  118.14  avg =  114.13\n\n";

inline constexpr const char* kTrtexec = R"json([
  { "count" : 625 }
, { "name" : "Reformatting CopyNode for Input Tensor 0 to Conv_0 + PWN(Clip_3)", "timeMs" : 36.7, "averageMs" : 0.05 }
, { "name" : "Conv_0 + PWN(Clip_3)", "timeMs" : 41.4, "averageMs" : 0.06, "percentage" : 1.3 }
, { "name" : "Gemm_9", "timeMs" : 41.4, "averageMs" : 0.9, "medianMs" : 0.2, "percentage" : 1.3 }
])json";

inline constexpr const char* kTrtexecLog =
    "[11/18/2023-17:34:03] [I] === Profile (1434 iterations ) ===\n"
    "[11/18/2023-17:34:03] [I]    Time(ms)     Avg.(ms)   Median(ms)   Time(%)   Layer\n"
    "[11/18/2023-17:34:03] [I]      486.12       0.3390       0.3000      21.0   {ForeignNode[771 + (Unnamed)...a]}\n"
    "[11/18/2023-17:34:03] [I]      109.12       0.0761       0.0800       4.7   Conv_235 + Relu_236\n"
    "[11/18/2023-17:34:03] [I]      595.24       0.4151       0.3800     100.0   Total\n"
    "[11/18/2023-17:34:03] [I] \n";

inline constexpr const char* kTflite =
    "Num threads: [4]\n"
    "count=9 first=64791 curr=56295 min=54873 max=65831 avg=57758.2 std=4065\n"
    "count=50 first=1000 curr=1000 min=900 max=1200 avg=1000 std=50\n\n"
    "Profiling Info for Benchmark Initialization:\n"
    "============================== Run Order ==============================\n"
    "\t [node type]\t [first]\t [avg ms]\t [%]\t [Name]\n"
    "\t AllocateTensors\t 0.1\t 0.2\t 100%\t AllocateTensors/0\n\n"
    "Operator-wise Profiling Info for Regular Benchmark Runs:\n"
    "============================== Run Order ==============================\n"
    "\t         [node type]\t [start]\t  [first]\t [avg ms]\t     [%]\t[times called]\t[Name]\n"
    "\t             CONV_2D\t   0.000\t    4.269\t    4.000\t  80.0%\t        1\t[conv/Relu6;bn]:0\n"
    "\t             SOFTMAX\t   0.000\t    1.269\t    1.000\t  20.0%\t        1\t[prob]:1\n\n"
    "============================== Top by Computation Time ==============================\n"
    "\t         [node type]\t [start]\t  [first]\t [avg ms]\t     [%]\t[times called]\t[Name]\n"
    "\t             CONV_2D\t   0.000\t    4.269\t    9.000\t  80.0%\t        1\t[conv/Relu6;bn]:0\n";

inline constexpr const char* kTvm =
    R"({"input": ["llvm", "conv2d_NCHWc.x86", [["TENSOR", [1, 3, 224, 224], "float32"], ["TENSOR", [64, 3, 7, 7], "float32"], [2, 2], [3, 3, 3, 3], [1, 1], "NCHW", "NCHW", "float32"], {}], "config": {}, "result": [[0.002, 0.004], 0, 1.9, 1.6e9], "version": 0.2})"
    "\n"
    R"({"input": ["llvm", "conv2d_NCHWc.x86", [["TENSOR", [1, 3, 224, 224], "float32"], ["TENSOR", [64, 3, 7, 7], "float32"], [2, 2], [3, 3, 3, 3], [1, 1], "NCHW", "NCHW", "float32"], {}], "config": {}, "result": [[0.001], 0, 1.9, 1.6e9], "version": 0.2})"
    "\n"
    R"({"input": ["llvm", "conv2d_NCHWc.x86", [["TENSOR", [1, 3, 224, 224], "float32"], ["TENSOR", [64, 3, 7, 7], "float32"], [2, 2], [3, 3, 3, 3], [1, 1], "NCHW", "NCHW", "float32"], {}], "config": {}, "result": [[1000000000.0], 4, 1.9, 1.6e9], "version": 0.2})"
    "\n"
    R"({"input": ["llvm", "dense_pack.x86", [["TENSOR", [1, 512], "float32"], ["TENSOR", [1000, 512], "float32"], null, "float32"], {}], "config": {}, "result": [[0.0005], 0, 1.9, 1.6e9], "version": 0.2})"
    "\n";

inline constexpr const char* kMnn =
    "MNN benchmark\nForward type: **CPU** thread=4** precision=2\n"
    "--------> Benchmarking... loop = 10, warmup = 5\n"
    "[ - ] resnet-v2-50.mnn            max =  348.800ms  min =  347.000ms  avg =  347.900ms\n"
    "[ - ] mobilenet-v1-1.0.mnn        max =   10.339 ms  min =    4.000 ms  avg =    5.000 ms\n";

}  // namespace lastmile::models::test
