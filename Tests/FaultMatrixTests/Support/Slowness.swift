/// How many times longer everything takes in this build.
#if THREAD_SANITIZER
    let slowness = 10
#else
    let slowness = 1
#endif
