/// What PyTorch, Keras, Optuna and others call what this program has by another name.
package enum OtherNames {
    /// A word without what names differ in: `torch.nn.Conv2d` is `conv2d`, `batch_size` and `batch-size` are `batchsize`.
    static func plain(_ word: String) -> String {
        let last = word.split(separator: ".").last ?? ""
        return String(last.lowercased().filter { !"_- ".contains($0) })
    }

    /// Our words for a plain one, the likeliest first: which of them is meant depends on what can stand there.
    static func meanings(of plain: String) -> [String] { table[plain] ?? [] }

    /// What to do where there is no word of ours.
    package static func note(on word: String) -> String? { notes[plain(word)] }

    private static let table: [String: [String]] = {
        var table: [String: [String]] = [:]
        for (ours, others) in names {
            for other in others.split(separator: " ") { table[String(other), default: []].append(ours) }
        }
        return table
    }()

    private static let names: [(ours: String, others: String)] = [
        // Layers.
        ("conv", "conv1d conv2d convolution convolution1d convolution2d convbnrelu convbn"),
        ("depthwise_conv", "depthwiseconv2d depthwiseconv1d depthwise dwconv"),
        ("separable_conv", "separableconv2d separableconv1d separableconvolution2d dsconv depthwiseseparableconv"),
        ("inverted_residual", "mbconv invertedbottleneck invertedresidualblock bottleneck"),
        ("dense", "linear fc fullyconnected lazylinear innerproduct gemm"),
        ("squeeze_excite", "squeezeexcitation squeezeandexcitation se selayer seblock seratio"),
        ("batch_norm", "batchnorm1d batchnorm2d batchnormalization bn"),
        ("batch", "batchnorm batchnorm1d batchnorm2d batchnormalization bn batchsize minibatch minibatchsize trainbatchsize bs"),
        ("layer_norm", "layernormalization ln"),
        ("max_pool", "maxpool1d maxpool2d maxpooling maxpooling1d maxpooling2d"),
        ("average_pool", "avgpool avgpool1d avgpool2d averagepooling averagepooling1d averagepooling2d"),
        (
            "global_pool",
            "adaptiveavgpool1d adaptiveavgpool2d adaptivemaxpool2d globalavgpool globalaveragepool globalaveragepooling "
                + "globalaveragepooling1d globalaveragepooling2d globalmaxpooling2d globalmaxpool globalpooling gap"
        ),
        ("average", "avg mean avgpool averagepool avgpool2d"), ("max", "maximum maxpool maxpool2d"),
        ("channel_shuffle", "shuffle shufflechannels"), ("identity", "skip skipconnect noop passthrough"), ("zero", "zeros zeroize"),
        ("dropout", "dropout1d dropout2d spatialdropout2d alphadropout"), ("flatten", "reshape"),
        ("hard_swish", "hswish"), ("hard_sigmoid", "hsigmoid"), ("relu", "leakyrelu prelu elu selu"), ("hard_swish", "silu swish mish"),
        // Layers with layers inside, and what is left open.
        ("sequence", "sequential seq"), ("residual", "resblock residualblock basicblock skipconnection"), ("branches", "parallel"),
        ("choice", "oneof choose categorical layerchoice options values suggestcategorical"), ("optional", "maybe skippable"),
        ("range", "uniform randint int quniform suggestint intrange"), ("log_range", "loguniform logrange suggestloguniform"),
        ("times", "n num count depth repeats repeat"), ("repeat", "times n num count depth repeats numlayers nlayers"),
        ("layers", "body modules ops operations"), ("paths", "branches"), ("merge", "combine mode join"),
        ("add", "sum plus"), ("concatenate", "concat cat concatenation"), ("multiply", "mul prod product"),
        // Arguments of layers.
        ("out", "outchannels outfeatures filters nfilters numfilters channels units neurons outputs hiddensize cout width"),
        ("kernel", "kernelsize ksize poolsize filtersize windowsize k"), ("stride", "strides s"), ("dilation", "dilationrate dilations"),
        ("padding", "pad pads paddings"), ("groups", "group numgroups ngroups"), ("bias", "usebias"),
        ("activation", "act activationfn activationlayer nonlinearity"), ("norm", "normlayer normalization normalisation"),
        ("expand", "expansion expandratio expansionratio expansionfactor t"), ("multiplier", "depthmultiplier channelmultiplier"),
        ("rate", "p droprate dropoutrate dropprob prob probability"), ("ratio", "seratio reduction squeezeratio"),
        ("kind", "mode type pool pooltype"), ("same", "samepadding half"), ("valid", "validpadding nopadding"),
        // The recipe.
        ("learning_rate", "lr initiallr initlr baselr maxlr lr0 eta"), ("weight_decay", "wd l2 decay weightdecayrate"),
        ("optimizer", "optim opt optimiser solver"), ("rmsprop", "rms"), ("schedule", "scheduler lrscheduler lrschedule"),
        ("cosine", "cosineannealing cosineannealinglr cosinedecay cosinelr"), ("step", "steplr multistep multisteplr stepdecay"),
        ("constant", "constantlr fixed"), ("linear", "linearlr lineardecay polynomial"),
        ("epochs", "epoch numepochs nepochs maxepochs trainepochs"),
        ("steps", "maxsteps numsteps iterations iters"), ("warmup", "warmupepochs warmupsteps warmupratio warmuppct"),
        ("step_factor", "gamma decayrate lrgamma"), ("step_at", "milestones"),
        ("gradient_clip", "clip gradclip clipnorm clipgradnorm maxgradnorm gradclipnorm"), ("beta1", "betas"), ("epsilon", "eps"),
        ("label_smoothing", "smoothing"), ("flip", "hflip horizontalflip randomhorizontalflip"), ("crop", "randomcrop"),
        ("cutout", "randomerasing"), ("nesterov", "usenesterov"), ("alpha", "rho smoothingconstant"),
        ("rotation", "randomrotation rotate degrees"), ("brightness", "randombrightness"), ("contrast", "randomcontrast"),
        ("saturation", "randomsaturation"), ("mixup", "mixupalpha"), ("cutmix", "cutmixalpha"), ("class_weights", "classweight"),
        ("sampling", "sampler"), ("ema", "emadecay modelema modelemadecay averaging weightaveraging"),
        // Parts of a space file.
        ("space", "name searchspace title"), ("language", "version"), ("network", "model net architecture backbone"),
        ("train", "training recipe hyperparameters hparams"), ("choices", "variables"), ("shape", "inputshape imageshape"),
        ("resolution", "imagesize imgsize inputsize size"), ("classes", "numclasses nclasses nclass numlabels"),
        ("fp32", "float float32 f32 single"), ("int8", "i8 uint8 quantized"),
        // Options of the command line and what they take.
        ("data", "dataset datasets datadir"), ("board", "device target platform hardware"),
        ("trials", "ntrials numtrials maxtrials numsamples trial"),
        ("workers", "numworkers nworkers njobs jobs parallel processes"), ("threads", "numthreads nthreads"),
        ("max-time", "timeout maxruntime timelimit duration time"), ("strategy", "sampler algorithm algo optimizer searcher tuner"),
        ("db", "database storage study output out"), ("seed", "randomseed randomstate"), ("runtime", "backend framework engine delegate"),
        ("budget", "constraints constraint limits limit"), ("objectives", "objective metric metrics goals"),
        ("evolution", "evolutionary regularizedevolution agingevolution ea genetic ga"), ("nsga2", "nsga nsgaii nsgaiisampler"),
        ("predictor", "bayesian bayes bayesopt bo tpe tpesampler bananas gp"), ("random", "randomsearch randomsampler"),
        ("macs", "flops mac multadds madds"), ("parameters", "params nparams numparams weights"),
        ("memory", "ram peakmemory"), ("storage", "flash modelsize disk"), ("latency", "time inferencetime delay runtime"),
        ("energy", "power joules"), ("accuracy", "acc top1 valacc score"), ("roc_auc", "auc auroc rocaucscore"),
        ("macro_f1", "f1 f1score f1macro"),
        ("balanced_accuracy", "balancedacc bacc uar"),
        ("tflite", "tensorflowlite tensorflow tf litert"), ("onnxruntime", "onnx ort"), ("c", "native"),
        ("raspberry-pi-4", "pi4 rpi4 raspberrypi4b raspberrypi pi rpi"), ("raspberry-pi-5", "pi5 rpi5"),
        ("raspberry-pi-3b-plus", "pi3 rpi3 pi3b pi3b+ raspberrypi3 raspberrypi3b raspberrypi3b+"),
        ("raspberry-pi-zero-w", "pi0 pizero pizerow rpizero raspberrypizero"),
        ("raspberry-pi-zero-2-w", "pizero2 pizero2w rpizero2 raspberrypizero2"), ("jetson-nano", "jetson nano"),
        // Commands.
        ("search", "run start optimize optimise tune"), ("train", "fit finetune retrain"),
        ("evaluate", "test eval score"), ("predict", "infer inference classify run-model"), ("resume", "continue"),
        ("pareto", "front best"),
        ("trials", "list ls history"), ("show", "info describe inspect print"), ("cost", "estimate"),
        ("space", "check validate lint"), ("bench", "benchmark speed"), ("boards", "devices targets"), ("power", "meter energy"),
        ("status", "progress"), ("calibrate", "profile"), ("doctor", "env version"),
    ]

    private static let notes: [String: String] = {
        let known = "what comes in is known without it: leave it out"
        let loss = "the loss is cross-entropy, with label_smoothing under train: leave it out"
        let noSlope = "relu is the nearest: functions with a slope below 0 are not there"
        let noSwish = "hard_swish is the nearest"
        let softmax = "the last layer gives the logits; the softmax belongs to the loss"
        return [
            "inchannels": known, "infeatures": known, "numfeatures": known, "inputchannels": known, "inputdim": known, "cin": known,
            "normalizedshape": known, "inplace": "leave it out: memory is planned by itself",
            "loss": loss, "criterion": loss, "lossfn": loss, "crossentropyloss": loss, "crossentropy": loss, "nllloss": loss,
            "leakyrelu": noSlope, "prelu": noSlope, "elu": noSlope, "selu": noSlope, "silu": noSwish, "swish": noSwish, "mish": noSwish,
            "softmax": softmax, "logsoftmax": softmax,
            "warmupepochs": "warmup is a share of the training", "warmupsteps": "warmup is a share of the training",
            "milestones": "step_at takes shares of the training, like [0.5, 0.75]",
        ]
    }()
}
